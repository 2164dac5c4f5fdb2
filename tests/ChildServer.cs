using System.Collections.Concurrent;
using System.Diagnostics;

namespace Repeater.Tests;

/// <summary>A published executable, or the managed program, as a child process; settings reach it as environment variables, and none from outside do.</summary>
sealed class ChildServer : IRunningServer
{
    static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    // What a program may need to run at all.
    static readonly string[] Inherited = ["PATH", "DOTNET_ROOT", "SystemRoot", "TEMP", "TMP", "TMPDIR", "HOME"];

    readonly Process _process;
    readonly ConcurrentQueue<string> _lines;

    ChildServer(Process process, ConcurrentQueue<string> lines, Uri address)
    {
        _process = process;
        _lines = lines;
        Address = address;
    }

    public Uri Address { get; }

    public IEnumerable<string> LogLines => _lines;

    public int Id => _process.Id;

    /// <summary>The published executable when one is tested, else the managed program.</summary>
    public static string Program => TestServer.Binary ?? Path.Combine(AppContext.BaseDirectory, "repeater.dll");

    /// <param name="name">Such as <c>TERM</c>.</param>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(StartLimit);
        return _process.ExitCode;
    }

    public static async Task<ChildServer> StartAsync(string binary, string folder, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var program = Path.GetFullPath(binary);
        var isManaged = program.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isManaged ? "dotnet" : program, isManaged ? [program, .. arguments] : arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Clear();
        foreach (var name in Inherited)
        {
            start.Environment[name] = Environment.GetEnvironmentVariable(name);
        }
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var lines = new ConcurrentQueue<string>();
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => address.TrySetException(
            new InvalidOperationException($"{binary} ended with {process.ExitCode} before it listened: {string.Join('\n', lines)}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new(process, lines, await address.Task.WaitAsync(StartLimit));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        void Take(string? line)
        {
            if (line is null)
            {
                return;
            }
            lines.Enqueue(line);
            if (AddressIn(line) is { } found)
            {
                address.TrySetResult(found);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The start-up lines name it: <c>address   http://127.0.0.1:40123</c>.</summary>
    static Uri? AddressIn(string line) =>
        line.IndexOf(line.Contains("https://", StringComparison.Ordinal) ? "https://" : "http://", StringComparison.Ordinal) is >= 0 and var start
        && Uri.TryCreate(line[start..].Split(' ')[0].TrimEnd('.', ','), UriKind.Absolute, out var address)
        && address.Port is not (0 or 80)
            ? address
            : null;
}
