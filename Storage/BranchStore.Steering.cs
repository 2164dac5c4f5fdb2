namespace Repeater.Storage;

/// <content>Undo, redo and restore.</content>
sealed partial class BranchStore<TState>
{
    /// <summary>All that was done to a branch.</summary>
    /// <exception cref="StorageException">The branch cannot be read.</exception>
    public async Task<BranchHistory> HistoryAsync(UserName user, BranchName branch)
    {
        using var lease = Rent(user, branch);
        return await InTurn(lease.Entry, lease.Entry.History);
    }

    /// <summary>Takes the last operations back. Of a branch that was deleted that is what is taken back.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="branch">Which.</param>
    /// <param name="steps">How many operations, all or none.</param>
    /// <param name="expected">The operation that has to be the last; null for any.</param>
    /// <param name="key">What makes a repeat known.</param>
    /// <exception cref="StorageException">Nothing was changed.</exception>
    public Task<Steered> UndoAsync(UserName user, BranchName branch, int steps = 1, int? expected = null, RequestKey? key = null) =>
        SteerAsync(user, branch, key, open => open.Undo(steps, expected, key));

    /// <summary>Does again what was undone last, while nothing else was done since.</summary>
    /// <inheritdoc cref="UndoAsync"/>
    public Task<Steered> RedoAsync(UserName user, BranchName branch, int steps = 1, int? expected = null, RequestKey? key = null) =>
        SteerAsync(user, branch, key, open => open.Redo(steps, expected, key));

    /// <summary>Brings the state after an earlier operation back, as an operation of its own.</summary>
    /// <inheritdoc cref="UndoAsync"/>
    public Task<Steered> RestoreAsync(UserName user, BranchName branch, int number, int? expected = null, RequestKey? key = null) =>
        SteerAsync(user, branch, key, open => open.Restore(number, expected, key));

    Task<Steered> SteerAsync(UserName user, BranchName branch, RequestKey? key, Func<OpenBranch<TState>, Steered> steer) => OnceAsync(
        user,
        key,
        first => new Steered { Branch = first.Branch, History = first.History },
        Steered.Refused(SteerRefusal.KeyUsedOtherwise),
        async () =>
        {
            using var lease = Rent(user, branch);
            var steered = await InTurn(lease.Entry, () => steer(lease.Entry));
            if (key is not null && steered.Refusal is null)
            {
                using var keys = RentKeys(user);
                keys.Entry.Add(key.Key, branch, root.Clock.GetUtcNow());
            }

            return steered;
        });

    /// <summary>Does something, unless it was done for the same key in the last day.</summary>
    async Task<T> OnceAsync<T>(
        UserName user, RequestKey? key, Func<AppliedOperation<TState>, T> repeat, T usedOtherwise, Func<Task<T>> action)
    {
        if (key is null)
        {
            return await action();
        }

        using var keys = RentKeys(user);
        return await InOrder(keys.Entry, async () => await FindAsync(keys.Entry, user, key.Key) is not { } first ? await action()
            : first.Request == key.Request ? repeat(first)
            : usedOtherwise);
    }
}
