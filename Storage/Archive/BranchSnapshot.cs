namespace Repeater.Storage.Archive;

/// <summary>A branch as it was at one moment, whatever is done to it meanwhile.</summary>
sealed record BranchSnapshot : IDisposable
{
    public required BranchName Branch { get; init; }

    /// <summary>A <see cref="Conversation"/>, a prompt's text or <see cref="UserValues"/>; null when the file cannot be read.</summary>
    public required object? State { get; init; }

    /// <summary>Why it cannot be read.</summary>
    public string? Problem { get; init; }

    /// <summary>Null when the branch has none.</summary>
    public required FileStream? File { get; init; }

    /// <summary>Bytes of the file that belong to the moment.</summary>
    public required long Length { get; init; }

    public void Dispose() => File?.Dispose();
}

/// <summary>What whoever handles files of all kinds alike asks of a <see cref="BranchStore{TState}"/>.</summary>
interface IBranchFiles
{
    BranchFormat Format { get; }

    ValueTask<BranchName> CurrentAsync(UserName user);

    Task<IReadOnlyList<string>> BranchesAsync(UserName user);

    Task<IReadOnlyList<string>> UsersAsync();

    /// <summary>Also of a branch that cannot be read, and of one that is not there.</summary>
    /// <exception cref="StorageException">The disk does not answer.</exception>
    Task<BranchSnapshot> SnapshotAsync(UserName user, BranchName branch);

    /// <summary>
    /// Nobody else changes these branches and the user's pointer until it is disposed; what is in memory of them is then forgotten.
    /// </summary>
    /// <exception cref="StorageException">One of them cannot be written at the moment.</exception>
    Task<IAsyncDisposable> HoldAsync(UserName user, IEnumerable<BranchName> branches);
}
