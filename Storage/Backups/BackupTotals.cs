namespace Repeater.Storage.Backups;

/// <param name="Files">So far.</param>
/// <param name="Bytes">So far.</param>
/// <param name="FoldersDone">Folders of users, each kind for itself.</param>
/// <param name="Folders">How many there are.</param>
sealed record BackupTotals(long Files, long Bytes, int FoldersDone, int Folders);

/// <summary>A backup that cannot be made or taken. The message is a sentence.</summary>
sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
