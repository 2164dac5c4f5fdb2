namespace Repeater.Storage.Backups;

/// <summary>What a backup consists of: the files of a data folder under their own names, and two about them.</summary>
static class BackupFormat
{
    public const int Version = 1;

    /// <summary>Which version made it and when, as JSON.</summary>
    public const string Manifest = "backup.json";

    /// <summary>Comes last. <c>sha256sum -c SHA256SUMS</c> understands it.</summary>
    public const string Sums = "SHA256SUMS";

    public const string Own = ".repeater";

    /// <summary>Files that mean nothing elsewhere: of the running server, and what was just being made.</summary>
    public static bool IsLeftOut(string name) =>
        name is $"{Own}/{DataLock.FileName}" or $"{Own}/process" or $"{Own}/{UserStore.ProbeName}"
        || name.EndsWith(".tmp", StringComparison.Ordinal) || name.StartsWith($"{Own}/import/upload-", StringComparison.Ordinal);

    /// <summary>Whether a name from outside is that of a file below a data folder, on every system.</summary>
    public static bool IsSafe(string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAny('\\', '\0', ':')
        && name.Split('/').All(part => part is not ("" or "." or "..") && !part.EndsWith('.') && !part.EndsWith(' '))
        && (name.StartsWith(Own + "/", StringComparison.Ordinal)
            || BranchFormat.All.Any(kind => name.StartsWith(kind.Folder + "/", StringComparison.Ordinal)));
}
