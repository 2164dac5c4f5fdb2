namespace Repeater.Storage;

/// <content>Branches as wholes: copies, names, the trash, purging.</content>
sealed partial class BranchStore<TState>
{
    /// <summary>Copies a branch, or a part of it, to a new one: all in one write.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="source">The branch that is copied.</param>
    /// <param name="target">The new one.</param>
    /// <param name="number">The operation whose state is copied; null for the state as it is.</param>
    /// <param name="cut">The part of it that is copied; null copies nothing, and makes no branch.</param>
    /// <param name="key">What makes a repeat known.</param>
    /// <returns>Null for the copy with a refusal, or without one when <paramref name="cut"/> answered null.</returns>
    /// <exception cref="StorageException">Nothing was changed.</exception>
    public Task<(AppliedOperation<TState>? Copy, SteerRefusal? Refusal)> ForkAsync(
        UserName user, BranchName source, BranchName target, int? number, Func<TState, TState?> cut, RequestKey? key = null) =>
        OnceAsync<(AppliedOperation<TState>?, SteerRefusal?)>(user, key, first => (first, null), (null, SteerRefusal.KeyUsedOtherwise), async () =>
        {
            if (source == target)
            {
                return (null, SteerRefusal.BranchExists);
            }

            using var from = Rent(user, source);
            using var to = Rent(user, target);
            return Noted(user, key, target, await InBoth<(AppliedOperation<TState>?, SteerRefusal?)>(from.Entry, to.Entry, () =>
            {
                var now = from.Entry.Load();
                return from.Entry.IsGone ? (null, SteerRefusal.NoSuchBranch)
                    : (number is null ? now : from.Entry.StateAt(number.Value)) is not { } state ? (null, SteerRefusal.NoSuchOperation)
                    : cut(state) is not { } part ? (null, null)
                    : to.Entry.Begin(source, part, from.Entry.FileName, key) is { } copy ? (copy, null)
                    : (null, SteerRefusal.BranchExists);
            }));
        });

    /// <summary>Makes a branch what another one is, as an operation that can be undone.</summary>
    /// <returns>Null for the copy with a refusal.</returns>
    /// <exception cref="StorageException">Nothing was changed.</exception>
    public Task<(AppliedOperation<TState>? Copy, SteerRefusal? Refusal)> CloneAsync(
        UserName user, BranchName source, BranchName target, RequestKey? key = null) =>
        OnceAsync<(AppliedOperation<TState>?, SteerRefusal?)>(user, key, first => (first, null), (null, SteerRefusal.KeyUsedOtherwise), async () =>
        {
            if (source == target)
            {
                return (null, SteerRefusal.BranchExists);
            }

            using var from = Rent(user, source);
            using var to = Rent(user, target);
            return Noted(user, key, target, await InBoth<(AppliedOperation<TState>?, SteerRefusal?)>(from.Entry, to.Entry, () =>
            {
                var state = from.Entry.Load();
                return from.Entry.IsGone
                    ? (null, SteerRefusal.NoSuchBranch)
                    : (to.Entry.Apply(_ => kind.Snapshot(state, from.Entry.FileName) with { Key = key?.Key, Request = key?.Request }), null);
            }));
        });

    /// <summary>Makes a branch what a state from elsewhere is, as an operation that can be undone.</summary>
    /// <param name="user">Whose branch.</param>
    /// <param name="branch">Made where it is not there yet.</param>
    /// <param name="state">What it becomes.</param>
    /// <param name="source">Where that comes from, for the list of operations.</param>
    /// <exception cref="StorageException">Nothing was changed.</exception>
    public Task<TState> ReplaceAsync(UserName user, BranchName branch, TState state, string source) =>
        ApplyAsync(user, branch, _ => kind.Snapshot(state, source));

    /// <summary>Messages of a conversation, letters of a prompt, settings of a config.</summary>
    public int Length(TState state) => kind.Length(state);

    /// <summary>Gives a branch another name; a current one stays current.</summary>
    /// <exception cref="StorageException">Nothing was changed.</exception>
    public Task<SteerRefusal?> RenameAsync(UserName user, BranchName source, BranchName target, RequestKey? key = null) =>
        OnceAsync<SteerRefusal?>(user, key, _ => null, SteerRefusal.KeyUsedOtherwise, async () =>
        {
            if (source == target)
            {
                return SteerRefusal.BranchExists;
            }

            using var from = Rent(user, source);
            using var to = Rent(user, target);
            var refusal = await InBoth(from.Entry, to.Entry, () => from.Entry.MoveTo(to.Entry, key));
            ForgetKeys(user);
            if (refusal is null && await CurrentAsync(user) == source)
            {
                await FollowAsync(user, from.Entry, to.Entry);
            }

            return refusal;
        });

    /// <summary>Every branch with its size and use, sorted by id.</summary>
    public async Task<IReadOnlyList<BranchSummary>> SummariesAsync(UserName user)
    {
        var summaries = new List<BranchSummary>();
        foreach (var id in await BranchesAsync(user))
        {
            using var lease = Rent(user, BranchName.Stored(id));
            try
            {
                summaries.Add(await InTurn(lease.Entry, lease.Entry.Describe) with { Branch = id });
            }
            catch (StorageException error) when (error.Failure == StorageFailure.Damaged)
            {
                summaries.Add(new BranchSummary { Branch = id, Error = error.Message });
            }
        }

        return summaries;
    }

    /// <summary>Deleted branches, the last deleted first.</summary>
    public Task<IReadOnlyList<DeletedBranch>> TrashAsync(UserName user) =>
        LookAsync(() => DeletedBranches.List(root, kind.Folder, user));

    /// <summary>Brings a deleted branch back, under another name when one is given.</summary>
    /// <exception cref="StorageException">Nothing was changed, or the file in the trash is damaged.</exception>
    public async Task<Steered> RestoreDeletedAsync(UserName user, string id, BranchName? target, RequestKey? key = null) =>
        DeletedBranches.NameIn(id) is { } name
            ? await SteerAsync(user, target ?? BranchName.Stored(name), key, open =>
                FailedWrite.Guard("looking into the trash", () => DeletedBranches.List(root, kind.Folder, user)).FirstOrDefault(deleted => deleted.Id == id) is { } deleted
                    ? open.BringBack(deleted, key)
                    : Steered.Refused(SteerRefusal.NotInTrash))
            : Steered.Refused(SteerRefusal.NotInTrash);

    /// <summary>Removes one deleted branch for good, or all of the user.</summary>
    /// <returns>How many.</returns>
    public Task<int> EmptyTrashAsync(UserName user, string? id = null) => LookAsync(() =>
    {
        var files = DeletedBranches.List(root, kind.Folder, user).Where(deleted => id is null || deleted.Id == id).ToList();
        files.ForEach(file => root.Disk.Delete(file.Path));
        return files.Count;
    });

    /// <summary>
    /// Writes a branch anew as it is, without its history, and removes what the trash has of it: what was withdrawn is gone.
    /// </summary>
    /// <returns>Null with a refusal; else the Python backend's file of the branch, which is left as it is, or "".</returns>
    /// <exception cref="StorageException">Some of it may be removed already.</exception>
    public Task<string?> PurgeAsync(UserName user, BranchName branch, RequestKey? key = null) =>
        OnceAsync<string?>(user, key, _ => "", null, async () =>
        {
            using var lease = Rent(user, branch);
            var left = await InTurn(lease.Entry, () => lease.Entry.Purge(key));
            ForgetKeys(user);
            return left ?? "";
        });

    (AppliedOperation<TState>? Copy, SteerRefusal? Refusal) Noted(
        UserName user, RequestKey? key, BranchName target, (AppliedOperation<TState>? Copy, SteerRefusal? Refusal) copied)
    {
        if (key is not null && copied.Copy is not null)
        {
            using var keys = RentKeys(user);
            keys.Entry.Add(key.Key, target, root.Clock.GetUtcNow());
        }

        return copied;
    }

    /// <summary>The current branch has another name now.</summary>
    async Task FollowAsync(UserName user, OpenBranch<TState> from, OpenBranch<TState> to)
    {
        try
        {
            await ChangeAsync(user, to.Branch);
        }
        catch (StorageException)
        {
            await InBoth(from, to, () => to.MoveTo(from, null));
            throw;
        }
    }

    void ForgetKeys(UserName user)
    {
        using var keys = RentKeys(user);
        keys.Entry.Reset();
    }

    /// <summary>Always in the same order, so that two who want both never wait for each other.</summary>
    Task<T> InBoth<T>(OpenBranch<TState> one, OpenBranch<TState> other, Func<T> action)
    {
        var (first, second) = string.CompareOrdinal(one.Key, other.Key) < 0 ? (one, other) : (other, one);
        return InOrder(first, () => InTurn(second, action));
    }
}
