using System.Security.Cryptography;

namespace Repeater.Storage.Backups;

/// <summary>
/// Makes a data folder what a backup holds. All of it is unpacked beside the data folder and verified first; then the two change places in one step.
/// </summary>
static class BackupRestore
{
    /// <param name="source">Is verified.</param>
    /// <param name="dataFolder">Absolute; no server may have it.</param>
    /// <param name="replace">What is there is kept beside it. Without this a folder with data is refused.</param>
    /// <param name="dryRun">Only verify.</param>
    /// <param name="now">For the name of what is kept.</param>
    /// <param name="progress">Called with how many files are done.</param>
    /// <param name="cancel">Leaves everything as it was.</param>
    /// <returns>Where that which was there before is kept; null when there was nothing, or nothing was done.</returns>
    /// <exception cref="BackupException">Nothing was changed.</exception>
    public static string? Run(
        BackupSource source, string dataFolder, bool replace, bool dryRun, DateTimeOffset now, Action<int> progress, CancellationToken cancel)
    {
        if (dryRun)
        {
            Unpack(source, null, progress, cancel);
            return null;
        }

        if (!replace && HasData(dataFolder))
        {
            throw new BackupException($"{dataFolder} has data in it. Name another folder with --user-data-dir, or say --replace: what is there is then kept beside it.");
        }

        using var held = Directory.Exists(dataFolder) ? DataLock.Take(dataFolder, StorageRoot.OwnFolderOf(dataFolder), new Disk(Durability.Os)) : null;
        var staging = $"{dataFolder}.restoring-{Stamp.Of(now)}";
        try
        {
            Directory.CreateDirectory(staging);
            Unpack(source, staging, progress, cancel);
            return Swap(staging, dataFolder, held, now);
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    static string? Swap(string staging, string dataFolder, DataLock? held, DateTimeOffset now)
    {
        var disk = new Disk(Durability.Flush);
        if (held is null)
        {
            disk.MoveFolder(staging, dataFolder);
            return null;
        }

        var kept = HasData(dataFolder) ? $"{dataFolder}.before-{Stamp.Of(now)}" : null;
        if (OperatingSystem.IsWindows())
        {
            // A folder with an open file in it cannot be renamed there.
            held.Dispose();
        }

        if (!disk.ExchangeFolders(staging, dataFolder))
        {
            var away = kept ?? $"{dataFolder}.before-{Stamp.Of(now)}";
            disk.MoveFolder(dataFolder, away);
            disk.MoveFolder(staging, dataFolder);
            if (kept is null)
            {
                Directory.Delete(away, recursive: true);
            }
        }
        else if (kept is not null)
        {
            disk.MoveFolder(staging, kept);
        }

        return kept;
    }

    /// <param name="source">Read to its end.</param>
    /// <param name="target">Null: only verify.</param>
    /// <param name="progress">Called after each file.</param>
    /// <param name="cancel">Stops between two files.</param>
    static void Unpack(BackupSource source, string? target, Action<int> progress, CancellationToken cancel)
    {
        var buffer = new byte[128 * 1024];
        var done = 0;
        foreach (var (name, sum) in source.Files)
        {
            cancel.ThrowIfCancellationRequested();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var file = source.OpenFile(name);
            using var copy = target is null ? null : Create(target, name);
            try
            {
                while (file.Read(buffer) is > 0 and var read)
                {
                    hash.AppendData(buffer, 0, read);
                    copy?.Write(buffer, 0, read);
                }
            }
            catch (InvalidDataException error)
            {
                throw new BackupException($"{name} is damaged in the backup: {error.Message} Nothing was changed.", error);
            }

            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != sum)
            {
                throw new BackupException($"{name} is not what it was when the backup was made: its checksum differs. Nothing was changed.");
            }

            copy?.Flush(flushToDisk: true);
            progress(++done);
        }
    }

    static FileStream Create(string folder, string name)
    {
        var path = Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && name.StartsWith(BackupFormat.Own + "/", StringComparison.Ordinal))
        {
            // Keys are among them.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>More than what a server leaves that was only started.</summary>
    static bool HasData(string folder) =>
        Directory.Exists(folder)
        && Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetFileName(entry) != BackupFormat.Own || Directory.EnumerateFileSystemEntries(entry)
            .Any(own => Path.GetFileName(own) is not (DataLock.FileName or "process" or "import")));
}
