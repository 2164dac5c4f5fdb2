using System.Globalization;

namespace Repeater.Storage;

/// <summary>One server per data folder: a file that is locked as long as the server lives, and beside it who that is.</summary>
sealed class DataLock : IDisposable
{
    readonly FileStream _file;

    DataLock(FileStream file) => _file = file;

    /// <exception cref="StorageException">Another process has the folder, or it cannot be written.</exception>
    public static DataLock Take(string ownFolder)
    {
        var path = Path.Combine(ownFolder, "lock");
        var owner = Path.Combine(ownFolder, "process");
        try
        {
            Directory.CreateDirectory(ownFolder);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataLock(file);
        }
        catch (IOException error) when (IsHeldByAnother(path))
        {
            throw new StorageException(
                StorageFailure.Unavailable,
                $"The data folder {Path.GetDirectoryName(ownFolder)} is in use by another repeater{Process(owner)}. "
                + "Stop that one, or choose another folder with --user-data-dir.",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageFailure.Unavailable,
                $"The data folder {Path.GetDirectoryName(ownFolder)} cannot be used: {error.Message}",
                error);
        }
    }

    public void Dispose() => _file.Dispose();

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
            return $" (process {File.ReadAllText(owner)})";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
