namespace Repeater.Storage;

/// <summary>
/// All branches of one kind: reads them from memory or disk, and does one operation at a time to each. What a method
/// answers is on disk.
/// </summary>
sealed partial class BranchStore<TState>(BranchKind<TState> kind, StorageRoot root)
    where TState : class
{
    readonly UserPointers _pointers = new(kind.Folder, root);

    /// <exception cref="StorageException">The branch cannot be read.</exception>
    public async ValueTask<TState> ReadAsync(UserName user, BranchName branch)
    {
        using var lease = Rent(user, branch);
        return lease.Entry.State ?? await InTurn(lease.Entry, () => lease.Entry.Load());
    }

    /// <summary>
    /// Does one operation. <paramref name="decide"/> sees the state that the operation will apply to and names the
    /// operation, or null to leave everything as it is; it may be called twice.
    /// </summary>
    /// <returns>The state afterwards.</returns>
    /// <exception cref="StorageException">Nothing was changed.</exception>
    public async Task<TState> ApplyAsync(UserName user, BranchName branch, Func<TState, BranchOperation?> decide) =>
        (await ApplyNowAsync(user, branch, decide)).After;

    /// <summary>
    /// As <see cref="ApplyAsync"/>; but where an operation with the same key was done in the last day, to this or another
    /// branch of the user, nothing is done and that one is the answer. A request that comes while the first with its key is
    /// still running waits for it.
    /// </summary>
    /// <returns>Null when the key was used for another request.</returns>
    /// <exception cref="StorageException">Nothing was changed.</exception>
    public async Task<AppliedOperation<TState>?> ApplyOnceAsync<TOperation>(
        UserName user, BranchName branch, RequestKey? key, Func<TState, TOperation?> decide)
        where TOperation : BranchOperation =>
        await OnceAsync<AppliedOperation<TState>?>(
            user,
            key,
            first => first.Operation is TOperation ? first : null,
            null,
            async () => await ApplyNowAsync(user, branch, now =>
                decide(now) is { } operation ? operation with { Key = key?.Key, Request = key?.Request } : null));

    /// <summary>
    /// What was done for an Idempotency-Key in the last day, in whatever branch: a turn's receipt stands in its operation.
    /// Null for a key that is new. Whoever asks and then does something with the key must not do so twice at a time.
    /// </summary>
    /// <exception cref="StorageException">It cannot be found out.</exception>
    public async Task<AppliedOperation<TState>?> FindByKeyAsync(UserName user, string key)
    {
        using var keys = RentKeys(user);
        return await InOrder(keys.Entry, () => FindAsync(keys.Entry, user, key));
    }

    /// <summary>Moves the branch to the trash; the pointer stays. A branch that is not there is no error.</summary>
    /// <returns>False when the key was used for another request, and nothing was done.</returns>
    /// <exception cref="StorageException">Nothing was changed.</exception>
    public Task<bool> DeleteAsync(UserName user, BranchName branch, RequestKey? key = null) =>
        OnceAsync(user, key, first => first.Operation is null, false, () => DeleteNowAsync(user, branch, key));

    /// <summary>The current branch; <see cref="BranchName.Default"/> until another was chosen.</summary>
    public ValueTask<BranchName> CurrentAsync(UserName user) => _pointers.ReadAsync(user);

    /// <summary>Makes another branch the current one. It need not exist. Nothing is done for a key that did so before.</summary>
    /// <returns>False when the key was used for another change, and nothing was done.</returns>
    public Task<bool> ChangeAsync(UserName user, BranchName branch, RequestKey? key = null) => _pointers.ChangeAsync(user, branch, key);

    /// <summary>Ids of the branches that have a file, sorted.</summary>
    public Task<IReadOnlyList<string>> BranchesAsync(UserName user) =>
        LookAsync(() => BranchListing.Branches(root, kind.Folder, user));

    /// <summary>Ids of the users that have a folder, as they were first sent where that is known, sorted.</summary>
    public Task<IReadOnlyList<string>> UsersAsync() =>
        LookAsync(() => BranchListing.Users(root, kind.Folder));

    async Task<AppliedOperation<TState>> ApplyNowAsync(UserName user, BranchName branch, Func<TState, BranchOperation?> decide)
    {
        using var lease = Rent(user, branch);
        var applied = await InTurn(lease.Entry, () => lease.Entry.Apply(decide));
        if (applied.Operation is { Key: { } key } operation)
        {
            using var keys = RentKeys(user);
            keys.Entry.Add(key, branch, operation.At);
        }

        return applied;
    }

    async Task<bool> DeleteNowAsync(UserName user, BranchName branch, RequestKey? key)
    {
        using var lease = Rent(user, branch);
        var at = await InTurn(lease.Entry, () => lease.Entry.Delete(key));
        if (key is not null)
        {
            using var keys = RentKeys(user);
            keys.Entry.Add(key.Key, branch, at);
        }

        return true;
    }

    async Task<AppliedOperation<TState>?> FindAsync(KeyIndex keys, UserName user, string key)
    {
        if (!keys.IsComplete)
        {
            await LookAsync(() =>
            {
                keys.Complete(root, kind.Folder, user);
                return keys;
            });
        }

        if (keys.Find(key, root.Clock.GetUtcNow()) is not { } branch)
        {
            return null;
        }

        using var lease = Rent(user, branch);
        return await InTurn(lease.Entry, () => lease.Entry.FindByKey(key));
    }

    Task<T> LookAsync<T>(Func<T> look) => root.Threads.RunAsync(() =>
    {
        try
        {
            return look();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StorageException.From(error, "listing what is there");
        }
    });

    StateCache.Lease<OpenBranch<TState>> Rent(UserName user, BranchName branch) => root.Cache.Rent(
        $"{kind.Name}/{user.Path.Safe}/{branch.Path.Safe}",
        key => new OpenBranch<TState>(key, kind, root, user, branch));

    StateCache.Lease<KeyIndex> RentKeys(UserName user) =>
        root.Cache.Rent($"{kind.Name} keys/{user.Path.Safe}", key => new KeyIndex(key));

    Task<T> InTurn<T>(CacheEntry entry, Func<T> action) => InOrder(entry, () => root.Threads.RunAsync(action));

    static async Task<T> InOrder<T>(CacheEntry entry, Func<Task<T>> action)
    {
        await entry.Gate.WaitAsync(CancellationToken.None);
        try
        {
            return await action();
        }
        finally
        {
            entry.Gate.Release();
        }
    }
}
