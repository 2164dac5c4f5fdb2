namespace Repeater.Storage;

/// <summary>Which branch is current, for each user of one kind: kept in memory, and in each user's <see cref="PointerFile"/>.</summary>
sealed class UserPointers(string kindFolder, StorageRoot root)
{
    public async ValueTask<BranchName> ReadAsync(UserName user)
    {
        using var lease = Rent(user);
        var pointer = lease.Entry;
        return pointer.Current ?? await InTurn(pointer, () => pointer.Current ??= PointerFile.Current(root, kindFolder, user));
    }

    /// <summary>Nothing is done for an Idempotency-Key that did so in the last day.</summary>
    /// <returns>False when the key was used for another change, and nothing was done.</returns>
    public async Task<bool> ChangeAsync(UserName user, BranchName branch, RequestKey? key)
    {
        using var lease = Rent(user);
        var pointer = lease.Entry;
        return await InTurn(pointer, () =>
        {
            var first = PointerFile.Change(root, kindFolder, user, branch, key);
            if (first is null)
            {
                pointer.Current = branch;
            }

            return first is null || first == key;
        });
    }

    /// <summary>Nobody else changes the pointer until the answer is called; it is then read again.</summary>
    public async Task<Action> HoldAsync(UserName user)
    {
        var lease = Rent(user);
        await lease.Entry.Gate.WaitAsync(CancellationToken.None);
        return () =>
        {
            lease.Entry.Current = null;
            lease.Entry.Gate.Release();
            lease.Dispose();
        };
    }

    StateCache.Lease<Pointer> Rent(UserName user) =>
        root.Cache.Rent($"{kindFolder}/{user.Path.Safe}", key => new Pointer(key));

    async Task<T> InTurn<T>(Pointer pointer, Func<T> action)
    {
        await pointer.Gate.WaitAsync(CancellationToken.None);
        try
        {
            return await root.Threads.RunAsync(action);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StorageException.From(error, "reading or changing the current branch");
        }
        finally
        {
            pointer.Gate.Release();
        }
    }

    sealed class Pointer(string key) : CacheEntry(key)
    {
        volatile BranchName? _current;

        public BranchName? Current
        {
            get => _current;
            set => _current = value;
        }

        public override long Bytes => 100 + (_current is { } current ? 2 * (current.Raw.Length + current.Path.Safe.Length) : 0);
    }
}
