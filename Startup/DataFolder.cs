namespace Repeater.Startup;

/// <summary>Whether the data folder can be there and be read, before anything opens it. Writing shows when its lock is taken.</summary>
static class DataFolder
{
    /// <summary>Makes the folder. Null when all is well, else a sentence that names it and the setting.</summary>
    public static string? Problem(string path)
    {
        var folder = Path.GetFullPath(path);
        for (var part = folder; part is not null; part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
            {
                return Sentence(folder, $"{(part == folder ? "that" : part)} is a file, not a folder");
            }
        }
        try
        {
            Directory.CreateDirectory(folder);
            using var entries = Directory.EnumerateFileSystemEntries(folder).GetEnumerator();
            entries.MoveNext();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return Sentence(folder, "this user may not make or read it");
        }
        catch (IOException e)
        {
            return Sentence(folder, $"it cannot be made or read: {e.Message.TrimEnd('.')}");
        }
    }

    static string Sentence(string folder, string problem) =>
        $"USER_DATA_DIR (--user-data-dir) is {folder}, but {problem}. Name a folder that this user may read and write.";
}
