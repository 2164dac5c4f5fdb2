using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Repeater.Commands.Terminal;

/// <summary>Windows' consoles obey escape sequences only when they are asked to.</summary>
[SupportedOSPlatform("windows")]
static partial class WindowsConsole
{
    const int StandardOutput = -11;
    const uint VirtualTerminalProcessing = 4;

    public static void ObeySequences()
    {
        var console = GetStdHandle(StandardOutput);
        if (GetConsoleMode(console, out var mode))
        {
            _ = SetConsoleMode(console, mode | VirtualTerminalProcessing);
        }
    }

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(nint console, out uint mode);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(nint console, uint mode);
}
