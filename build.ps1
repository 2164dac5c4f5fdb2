# .\build.ps1        makes dist\repeater.exe, one self-contained native file
# .\build.ps1 run    makes it when it is missing or older than a source, and starts it; further words are its arguments
# .\build.ps1 test   runs every test, then the HTTP tests again against dist\repeater.exe
# .\build.ps1 bench  measures dist\repeater.exe
param([string] $Word = "", [Parameter(ValueFromRemainingArguments)] [string[]] $Rest = @())

$ErrorActionPreference = "Stop"
$startedIn = Get-Location
Set-Location $PSScriptRoot

# MSBuild would take these for properties of its own; they are settings of the server.
$settings = @{}
foreach ($name in "VERSION", "HOST", "PORT") {
    $settings[$name] = [Environment]::GetEnvironmentVariable($name)
    [Environment]::SetEnvironmentVariable($name, $null)
}

$testedBefore = $env:REPEATER_BINARY

$onWindows = [Environment]::OSVersion.Platform -eq "Win32NT"
$binary = if ($onWindows) { "dist/repeater.exe" } else { "dist/repeater" }
$preferred = "net10.0"
$fallback = "net9.0"

function Fail([string] $sentence) {
    [Console]::Error.WriteLine("build.ps1: $sentence")
    exit 1
}

function Invoke-Checked([string] $program, [string[]] $arguments) {
    & $program @arguments
    if ($LASTEXITCODE -ne 0) { Fail "$program $($arguments[0]) failed with $LASTEXITCODE" }
}

function Assert-Tools {
    if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
        Fail "the .NET SDK of global.json is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
    }
    if (-not (Get-Command npm -ErrorAction SilentlyContinue)) {
        Fail "npm is missing: https://nodejs.org (on Windows also: winget install OpenJS.NodeJS)"
    }
}

function Get-RuntimeId {
    $architecture = [Runtime.InteropServices.RuntimeInformation]::OSArchitecture.ToString().ToLowerInvariant()
    if ("x64", "arm64" -notcontains $architecture) { Fail "there is no native compiler for $architecture." }
    $(if ($onWindows) { "win-" } else { "linux-" }) + $architecture
}

# The NativeAOT pack of the preferred framework is not on every package source.
function Get-Framework([string] $rid) {
    if ($env:REPEATER_FRAMEWORK) { return $env:REPEATER_FRAMEWORK }
    dotnet restore Repeater.csproj -r $rid -p:_IsPublishing=true -p:RepeaterFramework=$preferred -v:q --nologo *> $null
    if ($LASTEXITCODE -eq 0) { return $preferred }
    [Console]::Error.WriteLine("The native compiler of $preferred cannot be restored here: building a development binary with $fallback, which is out of support.")
    $fallback
}

# On Windows the linker comes with the Visual Studio build tools, workload "Desktop development with C++".
function Publish {
    Assert-Tools
    $rid = Get-RuntimeId
    $framework = Get-Framework $rid
    Invoke-Checked dotnet @("publish", "Repeater.csproj", "-c", "Release", "-r", $rid, "-p:RepeaterFramework=$framework", "-o", "artifacts/$framework/dist", "--nologo", "-v:q")
    New-Item -ItemType Directory -Force dist | Out-Null
    # A new file, so that a running server keeps the one it was started from: Windows lets it be renamed, and not replaced.
    Copy-Item "artifacts/$framework/dist/$(Split-Path -Leaf $binary)" "$binary.new" -Force
    if (Test-Path $binary) { Move-Item $binary "$binary.old" -Force }
    Move-Item "$binary.new" $binary
    Remove-Item "$binary.old" -Force -ErrorAction SilentlyContinue
    [Console]::Error.WriteLine("${binary}: $([math]::Round((Get-Item $binary).Length / 1MB)) MB, $(& ./$binary --version)")
}

function Test-Stale {
    if (-not (Test-Path $binary)) { return $true }
    $made = (Get-Item $binary).LastWriteTimeUtc
    $skipped = "artifacts", "dist", "node_modules", ".git", "tests", "bench", "docs"
    $sources = Get-ChildItem | Where-Object { $skipped -notcontains $_.Name -and $_.Extension -ne ".md" } | Get-ChildItem -Recurse -File
    [bool]($sources | Where-Object { $_.LastWriteTimeUtc -gt $made } | Select-Object -First 1)
}

function Publish-IfStale {
    if (Test-Stale) { Publish }
}

# Runs a test command and adds up what it said.
function Measure-Tests([string[]] $arguments, [hashtable] $sum) {
    & dotnet @arguments | Tee-Object -Variable lines | Out-Host
    if ($LASTEXITCODE -ne 0) { $sum.Broken = $true }
    foreach ($line in $lines) {
        if ($line -match "Failed:\s+(\d+), Passed:\s+(\d+), Skipped:\s+(\d+)") {
            $sum.Failed += [int]$Matches[1]
            $sum.Passed += [int]$Matches[2]
            $sum.Skipped += [int]$Matches[3]
        }
    }
}

try {
    switch ($Word) {
        "" { Publish }
        "run" {
            Publish-IfStale
            $program = Join-Path $PSScriptRoot $binary
            foreach ($name in $settings.Keys) { [Environment]::SetEnvironmentVariable($name, $settings[$name]) }
            # The server's relative paths are relative to where the owner stands.
            Set-Location $startedIn
            & $program @Rest
            exit $LASTEXITCODE
        }
        "test" {
            Publish-IfStale
            $sum = @{ Passed = 0; Failed = 0; Skipped = 0; Broken = $false }
            Measure-Tests @("test", "Repeater.slnx", "--nologo", "-v:q") $sum
            $env:REPEATER_BINARY = Join-Path $PSScriptRoot $binary
            Measure-Tests @("test", "Repeater.slnx", "--nologo", "-v:q", "--no-build", "--filter", "FullyQualifiedName~.Endpoints.|FullyQualifiedName~.Calls.|FullyQualifiedName~.Providers.|FullyQualifiedName~.Native.") $sum
            "$($sum.Passed) passed, $($sum.Failed) failed, $($sum.Skipped) skipped"
            if ($sum.Broken -or $sum.Failed -gt 0 -or $sum.Passed -eq 0) { exit 1 }
        }
        "bench" {
            Publish-IfStale
            Invoke-Checked dotnet (@("run", "--project", "bench", "-c", "Release", "--", (Join-Path $PSScriptRoot $binary)) + $Rest)
        }
        default { Fail "unknown word '$Word'; there are: run, test, bench, or none to build" }
    }
}
finally {
    # This script runs inside the shell that called it.
    Set-Location $startedIn
    foreach ($name in $settings.Keys) { [Environment]::SetEnvironmentVariable($name, $settings[$name]) }
    [Environment]::SetEnvironmentVariable("REPEATER_BINARY", $testedBefore)
}
