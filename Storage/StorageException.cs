namespace Repeater.Storage;

enum StorageFailure
{
    /// <summary>No room on the disk or in the quota.</summary>
    DiskFull,

    /// <summary>The file system refused: read-only, no permission, a device error.</summary>
    Unavailable,

    /// <summary>A file holds something that cannot be read; the message names file and line.</summary>
    Damaged,
}

/// <summary>An outage of the storage. The message is a sentence for whoever made the request; nothing was changed.</summary>
sealed class StorageException(StorageFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>ENOSPC, EDQUOT, and what Windows answers instead.</summary>
    static readonly int[] FullResults = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    public StorageFailure Failure { get; } = failure;

    /// <summary>The file is in order: a newer version of this program wrote it.</summary>
    public bool IsNewer { get; private init; }

    public static StorageException From(Exception error, string doing) =>
        FullResults.Contains(error.HResult)
            ? new(StorageFailure.DiskFull, $"The disk is full: {doing} was not done and nothing was changed.", error)
            : new(StorageFailure.Unavailable, $"The data folder cannot be used: {doing} was not done and nothing was changed ({error.Message}).", error);

    public static StorageException Damaged(string path, int line, string what) => new(StorageFailure.Damaged, At(path, line, what));

    public static StorageException Newer(string path, int line, string what) => new(StorageFailure.Damaged, At(path, line, what)) { IsNewer = true };

    static string At(string path, int line, string what) => line > 0 ? $"{path}, line {line}: {what}" : $"{path}: {what}";
}
