namespace Repeater.Render.Drawing.Skia;

/// <summary>A library as a file for as long as it takes to load it. Only we can read it, and it is never an existing file.</summary>
sealed class TemporaryLibrary : IDisposable
{
    static int _count;

    public TemporaryLibrary(string folder, ReadOnlySpan<byte> content)
    {
        // Random names would need /dev/urandom, which a bare root lacks; CreateNew refuses a name that is taken.
        Path = System.IO.Path.Combine(
            folder, $".repeater-{Environment.ProcessId}-{Environment.TickCount64:x}-{Interlocked.Increment(ref _count)}.so");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(Path, options);
        try
        {
            file.Write(content);
        }
        catch (IOException)
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
