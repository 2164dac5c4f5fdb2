namespace Repeater.Commands.Service;

/// <summary>A service of Windows has no console: what would stand there goes to a file beside the program.</summary>
static class ServiceLog
{
    public const string FileName = "repeater.log";

    const long Largest = 10 << 20;

    /// <summary>Of an earlier start as much as fits is kept, and the one before it as <c>.1</c>.</summary>
    public static void Open()
    {
        var path = Path.Combine(AppContext.BaseDirectory, FileName);
        if (new FileInfo(path) is { Exists: true, Length: > Largest })
        {
            File.Move(path, path + ".1", overwrite: true);
        }

        var writer = TextWriter.Synchronized(new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true });
        Console.SetOut(writer);
        Console.SetError(writer);
    }
}
