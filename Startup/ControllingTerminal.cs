namespace Repeater.Startup;

/// <summary>
/// The terminal a program was started from. When its window is closed the kernel takes it away before it sends SIGHUP, which tells that
/// from somebody's <c>kill -HUP</c>.
/// </summary>
static class ControllingTerminal
{
    const string Path = "/dev/tty";

    /// <summary>False for a service, and when the terminal is gone.</summary>
    public static bool IsThere()
    {
        if (OperatingSystem.IsWindows() || !File.Exists(Path))
        {
            return false;
        }

        try
        {
            using var terminal = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
