using Repeater.Storage;

namespace Repeater.Access;

/// <summary>A small file that only its owner may read, in a folder of our own. Replacing it is atomic and survives a power cut.</summary>
/// <remarks>All throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</remarks>
sealed class PrivateFile(string folder, string name)
{
    readonly string _path = Path.Combine(folder, name);

    public string FullPath => Path.GetFullPath(_path);

    /// <summary>Another one after every replacement; <see cref="DateTime.MinValue"/> as long as there is no file.</summary>
    public DateTime Written => File.Exists(_path) ? File.GetLastWriteTimeUtc(_path) : DateTime.MinValue;

    /// <summary>Null when there is no such file.</summary>
    public byte[]? Read() => File.Exists(_path) ? File.ReadAllBytes(_path) : null;

    public void Replace(ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(folder);
        var temporary = $"{_path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var file = new FileStream(temporary, NewAndPrivate()))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
            if (!OperatingSystem.IsWindows())
            {
                PosixFolder.Flush(folder);
            }
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>For a change that begins with what is there: others who do the same wait.</summary>
    public void Change(Func<byte[]?, byte[]> change)
    {
        Directory.CreateDirectory(folder);
        using var turn = WaitForTurn();
        Replace(change(Read()));
    }

    FileStream WaitForTurn()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(_path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (tries < 100)
            {
                Thread.Sleep(20);
            }
        }
    }

    static FileStreamOptions NewAndPrivate()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
