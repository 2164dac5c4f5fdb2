using System.Security.Cryptography;
using System.Text;

namespace Repeater.Storage.Backups;

/// <summary>
/// Copies a data folder, also while a server changes it. Files of branches only grow, so one is copied up to its last whole line; a user's
/// folder whose names or pointer changed meanwhile is copied again.
/// </summary>
/// <param name="dataFolder">Absolute.</param>
/// <param name="target">Gets the files.</param>
/// <param name="progress">Called after each folder.</param>
sealed class BackupWriter(string dataFolder, BackupTarget target, Action<BackupTotals> progress)
{
    const int MostTries = 20;

    /// <summary>A file that does not end with a line break and does not grow in this time is as its owner left it.</summary>
    static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    readonly StringBuilder _sums = new();
    BackupTotals _totals = new(0, 0, 0, 0);

    /// <exception cref="BackupException">A folder changes all the time.</exception>
    /// <exception cref="IOException">Or <see cref="UnauthorizedAccessException"/>.</exception>
    public BackupTotals Run(DateTimeOffset now, CancellationToken cancel)
    {
        var folders = BranchFormat.All.Select(kind => Path.Combine(dataFolder, kind.Folder)).Where(Directory.Exists)
            .SelectMany(kind => Directory.GetDirectories(kind)).Order(StringComparer.Ordinal).ToList();
        _totals = _totals with { Folders = folders.Count };
        var own = Path.Combine(dataFolder, BackupFormat.Own);
        foreach (var folder in folders.Append(own).Where(Directory.Exists))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var (name, bytes) in Whole(folder))
            {
                Add(name, bytes);
            }

            _totals = _totals with { FoldersDone = Math.Min(_totals.FoldersDone + 1, _totals.Folders) };
            progress(_totals);
        }

        target.Add(BackupFormat.Manifest, Encoding.UTF8.GetBytes(
            $$"""{"repeater_backup":{{BackupFormat.Version}},"version":"{{BuildInfo.Version}}","created":"{{now:O}}","files":{{_totals.Files}},"bytes":{{_totals.Bytes}}}""" + "\n"));
        target.Add(BackupFormat.Sums, Encoding.UTF8.GetBytes(_sums.ToString()));
        target.Finish();
        return _totals;
    }

    void Add(string name, byte[] bytes)
    {
        target.Add(name, bytes);
        _sums.Append(Convert.ToHexStringLower(SHA256.HashData(bytes))).Append("  ").Append(name).Append('\n');
        _totals = _totals with { Files = _totals.Files + 1, Bytes = _totals.Bytes + bytes.Length };
    }

    /// <summary>A folder as it was at one moment, but for lines that were added meanwhile.</summary>
    List<(string Name, byte[] Bytes)> Whole(string folder)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var before = Look(folder);
            var files = new List<(string, byte[])>(before.Count);
            foreach (var (path, _) in before)
            {
                if (Read(path) is not { } bytes)
                {
                    break;
                }

                files.Add((NameOf(path), bytes));
            }

            if (files.Count == before.Count && IsSame(before, Look(folder)))
            {
                return files;
            }

            Thread.Sleep(Rest);
        }

        throw new BackupException($"{folder} is being changed all the time; try again.");
    }

    /// <summary>The files, and of those that are replaced as a whole, when.</summary>
    SortedDictionary<string, DateTime?> Look(string folder)
    {
        var files = new SortedDictionary<string, DateTime?>(StringComparer.Ordinal);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            if (!BackupFormat.IsLeftOut(NameOf(file.FullName)))
            {
                files.Add(file.FullName, Grows(file.FullName) ? null : file.LastWriteTimeUtc);
            }
        }

        return files;
    }

    static bool IsSame(SortedDictionary<string, DateTime?> before, SortedDictionary<string, DateTime?> after) => before.SequenceEqual(after);

    /// <summary>Null when it is gone, or became shorter: a failed write was taken back, or the file was replaced.</summary>
    static byte[]? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = new byte[file.Length];
            if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                return null;
            }

            if (Grows(path) && bytes is [.., not (byte)'\n'])
            {
                Thread.Sleep(Rest);
                return file.Length == bytes.Length ? bytes : bytes[..(bytes.AsSpan().LastIndexOf((byte)'\n') + 1)];
            }

            return file.Length >= bytes.Length ? bytes : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    static bool Grows(string path) => path.EndsWith(BranchFile.Ending, StringComparison.Ordinal);

    string NameOf(string path) => Path.GetRelativePath(dataFolder, path).Replace(Path.DirectorySeparatorChar, '/');
}
