#!/usr/bin/env bash
# ./build.sh         makes dist/repeater, one self-contained native file
# ./build.sh run     makes it when it is missing or older than a source, and starts it; further words are its arguments
# ./build.sh test    runs every test, then the HTTP tests again against dist/repeater
# ./build.sh bench   measures dist/repeater
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
started_in=$OLDPWD

# MSBuild would take these for properties of its own; they are settings of the server.
setting_version=${VERSION-} setting_host=${HOST-} setting_port=${PORT-}
unset VERSION HOST PORT

binary=dist/repeater
preferred=net10.0
fallback=net9.0

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "build.sh: $*"
    exit 1
}

# need COMMAND PACKAGE: installs Debian's package when that is safe, else says how to.
need() {
    if command -v "$1" >/dev/null || [ "$1" = openssl-headers ] && [ -e /usr/include/openssl/ssl.h ]; then
        return
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing $2"
        apt-get update -qq >/dev/null && apt-get install -qq -y "$2" >/dev/null || fail "$2 could not be installed: apt-get install $2"
    else
        fail "$1 is missing. On Debian and Ubuntu: sudo apt-get install $2"
    fi
}

need_tools() {
    command -v dotnet >/dev/null || fail "the .NET SDK of global.json is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
    need npm npm
}

need_native_tools() {
    command -v clang >/dev/null || need gcc gcc
    need cmake cmake
    need make make
    need openssl-headers libssl-dev
    [ -e /usr/include/zlib.h ] || need zlib-headers zlib1g-dev
}

runtime_id() {
    case "$(uname -m)" in
        x86_64) echo linux-x64 ;;
        aarch64 | arm64) echo linux-arm64 ;;
        *) fail "there is no native compiler for $(uname -m)." ;;
    esac
}

# The NativeAOT pack of the preferred framework is not on every package source.
framework() {
    local chosen=${REPEATER_FRAMEWORK-}
    if [ -z "$chosen" ]; then
        if dotnet restore Repeater.csproj -r "$1" -p:_IsPublishing=true -p:RepeaterFramework=$preferred -v:q --nologo >/dev/null 2>&1; then
            chosen=$preferred
        else
            say "The native compiler of $preferred cannot be restored here: building a development binary with $fallback, which is out of support."
            chosen=$fallback
        fi
    fi
    echo "$chosen"
}

publish() {
    need_tools
    need_native_tools
    local rid chosen
    rid=$(runtime_id)
    chosen=$(framework "$rid")
    dotnet publish Repeater.csproj -c Release -r "$rid" -p:RepeaterFramework="$chosen" -o "artifacts/$chosen/dist" --nologo -v:q >&2
    mkdir -p dist
    # A new file, so that a running server keeps the one it was started from.
    cp "artifacts/$chosen/dist/repeater" $binary.new
    mv -f $binary.new $binary
    say "$binary: $(du -h $binary | cut -f1), $(./$binary --version)"
}

is_stale() {
    [ ! -x $binary ] || [ -n "$(find . \( -path ./artifacts -o -path ./dist -o -path ./node_modules -o -path ./.git -o -path ./tests -o -path ./bench -o -path ./docs \) -prune \
        -o -type f ! -name '*.md' -newer $binary -print -quit)" ]
}

publish_if_stale() {
    if is_stale; then
        publish
    fi
}

# Adds up what the test runs said, and ends with the line that says it all.
run_tests() {
    local log=artifacts/tests.log status=0
    mkdir -p artifacts
    : >$log
    "$@" 2>&1 | tee -a $log || status=1
    awk '/(Passed|Failed)! *- *Failed:/ { for (i = 1; i < NF; i++) { if ($i == "Failed:") f += $(i+1); if ($i == "Passed:") p += $(i+1); if ($i == "Skipped:") s += $(i+1) } }
         END { printf "%d passed, %d failed, %d skipped\n", p, f, s; exit (f > 0 || p == 0) }' $log || status=1
    return $status
}

all_tests() {
    dotnet test Repeater.slnx --nologo -v:q || return 1
    say "The HTTP tests once more, against $binary:"
    REPEATER_BINARY=$PWD/$binary dotnet test Repeater.slnx --nologo -v:q --no-build --filter "FullyQualifiedName~.Endpoints.|FullyQualifiedName~.Calls.|FullyQualifiedName~.Providers.|FullyQualifiedName~.Native."
}

case "${1-}" in
    "")
        publish
        ;;
    run)
        shift
        publish_if_stale
        # The server's relative paths are relative to where the owner stands.
        here=$PWD
        cd "${started_in:-$here}"
        [ -z "$setting_version" ] || export VERSION=$setting_version
        [ -z "$setting_host" ] || export HOST=$setting_host
        [ -z "$setting_port" ] || export PORT=$setting_port
        exec "$PWD/$binary" "$@"
        ;;
    test)
        publish_if_stale
        run_tests all_tests
        ;;
    bench)
        shift
        publish_if_stale
        dotnet run --project bench -c Release -- "$PWD/$binary" "$@"
        ;;
    *)
        fail "unknown word '$1'; there are: run, test, bench, or none to build"
        ;;
esac
