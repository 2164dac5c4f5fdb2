namespace Repeater.Storage;

/// <summary>
/// All branches of one kind: reads them from memory or disk, and does one operation at a time to each. What a method
/// answers is on disk.
/// </summary>
sealed class BranchStore<TState>(BranchKind<TState> kind, StorageRoot root)
    where TState : class
{
    readonly UserPointers _pointers = new(kind.Folder, root);

    /// <exception cref="StorageException">The branch cannot be read.</exception>
    public async ValueTask<TState> ReadAsync(UserName user, BranchName branch)
    {
        using var lease = Rent(user, branch);
        if (lease.Entry.State is { } state)
        {
            return state;
        }

        return await InTurn(lease.Entry, file => file.Load());
    }

    /// <summary>
    /// Does one operation. <paramref name="decide"/> sees the state that the operation will apply to and names the
    /// operation, or null to leave everything as it is; it may be called twice.
    /// </summary>
    /// <returns>The state afterwards.</returns>
    /// <exception cref="StorageException">Nothing was changed.</exception>
    public async Task<TState> ApplyAsync(UserName user, BranchName branch, Func<TState, BranchOperation?> decide)
    {
        using var lease = Rent(user, branch);
        return await InTurn(lease.Entry, file => file.Apply(decide));
    }

    /// <summary>Moves the branch to the trash; the pointer stays. A branch that is not there is no error.</summary>
    public async Task DeleteAsync(UserName user, BranchName branch)
    {
        using var lease = Rent(user, branch);
        await InTurn(lease.Entry, file =>
        {
            file.Delete();
            return true;
        });
    }

    /// <summary>The current branch; <see cref="BranchName.Default"/> until another was chosen.</summary>
    public ValueTask<BranchName> CurrentAsync(UserName user) => _pointers.ReadAsync(user);

    /// <summary>Makes another branch the current one. It need not exist.</summary>
    public Task ChangeAsync(UserName user, BranchName branch) => _pointers.ChangeAsync(user, branch);

    /// <summary>Ids of the branches that have a file, sorted.</summary>
    public Task<IReadOnlyList<string>> BranchesAsync(UserName user) =>
        ListAsync(() => BranchListing.Branches(root, kind.Folder, user));

    /// <summary>Ids of the users that have a folder, as they were first sent where that is known, sorted.</summary>
    public Task<IReadOnlyList<string>> UsersAsync() =>
        ListAsync(() => BranchListing.Users(root, kind.Folder));

    Task<IReadOnlyList<string>> ListAsync(Func<IReadOnlyList<string>> list) => root.Threads.RunAsync(() =>
    {
        try
        {
            return list();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StorageException.From(error, "listing what is there");
        }
    });

    StateCache.Lease<OpenBranch<TState>> Rent(UserName user, BranchName branch) => root.Cache.Rent(
        $"{kind.Name}/{user.Path.Safe}/{branch.Path.Safe}",
        key => new OpenBranch<TState>(key, kind, root, user, branch));

    async Task<T> InTurn<T>(OpenBranch<TState> file, Func<OpenBranch<TState>, T> action)
    {
        await file.Gate.WaitAsync(CancellationToken.None);
        try
        {
            return await root.Threads.RunAsync(() => action(file));
        }
        finally
        {
            file.Gate.Release();
        }
    }
}
