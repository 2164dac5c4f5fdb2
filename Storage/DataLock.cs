using System.Globalization;

namespace Repeater.Storage;

/// <summary>One server per data folder: a file that is locked as long as the server lives, and beside it who that is.</summary>
sealed class DataLock : IDisposable
{
    public const string FileName = "lock";

    readonly FileStream _file;

    DataLock(FileStream file) => _file = file;

    /// <exception cref="StorageException">Another process has the folder, or it cannot be written.</exception>
    public static DataLock Take(string dataFolder, string ownFolder, Disk disk)
    {
        var path = Path.Combine(ownFolder, FileName);
        var owner = Path.Combine(ownFolder, "process");
        try
        {
            MakeFolders(ownFolder, disk);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            NoteProcess(owner);
            return new DataLock(file);
        }
        catch (IOException error) when (IsHeldByAnother(path))
        {
            throw new StorageException(
                StorageFailure.Unavailable,
                $"The data folder {dataFolder} is in use by another repeater{Process(owner)}. "
                + "Stop that one, or choose another folder with --user-data-dir.",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFailure.Unavailable, $"The data folder {dataFolder} cannot be used: {error.Message}", error);
        }
    }

    public void Dispose() => _file.Dispose();

    static void MakeFolders(string folder, Disk disk)
    {
        if (disk.Exists(folder))
        {
            return;
        }

        if (Path.GetDirectoryName(folder) is { } parent)
        {
            MakeFolders(parent, disk);
        }

        disk.MakeFolder(folder);
    }

    /// <summary>Only for the sentence another server says: on a full disk this one starts without.</summary>
    static void NoteProcess(string owner)
    {
        try
        {
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nothing but a number in a sentence is missing.
        }
    }

    static bool IsHeldByAnother(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static string Process(string owner)
    {
        try
        {
            return File.ReadAllText(owner) is { Length: > 0 } id ? $" (process {id})" : "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
