namespace Repeater.Storage;

/// <summary>
/// One branch in memory and its file. All methods block on the disk and need <see cref="CacheEntry.Gate"/>; only
/// <see cref="State"/> may be read without.
/// </summary>
/// <remarks>All throw <see cref="StorageException"/>; then nothing was changed.</remarks>
sealed class OpenBranch<TState>(string key, BranchKind<TState> kind, StorageRoot root, UserName user, BranchName branch) : CacheEntry(key)
    where TState : class
{
    const int MostTries = 10;

    readonly BranchLog _log = new(kind.Folder, root, user, branch);
    volatile TState? _state;

    /// <summary>What a file of the Python backend held; the first line of our own file will say it.</summary>
    BranchOperation? _inherited;

    /// <summary>Null until it was read.</summary>
    public TState? State => _state;

    public override long Bytes => _state is { } state ? kind.Size(state) : 0;

    public override bool Pinned => _log.NeedsMending;

    /// <summary>Bytes of the file that were acknowledged, after <see cref="Load"/>; negative when there is no file of ours.</summary>
    public long Length => _log.Length;

    /// <summary>What is on disk counts from now on: it was changed behind this one's back.</summary>
    public void Forget() => _state = null;

    /// <summary>The state, read from the file when that was not done yet.</summary>
    public TState Load() => _state ??= Read();

    /// <summary>See <see cref="BranchStore{TState}.ApplyAsync"/>.</summary>
    public AppliedOperation<TState> Apply(Func<TState, BranchOperation?> decide)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var before = Load();
            if (decide(before) is not { } operation)
            {
                return new(branch, before, before);
            }

            operation = operation with { At = root.Clock.GetUtcNow() };
            var after = kind.Apply(before, operation);
            if (_log.TryWrite(BranchFile.Line(operation), () => FirstLines(operation.At)))
            {
                _inherited = null;
                _state = after;
                return new(branch, before, after) { Operation = operation, Request = operation.Request };
            }

            // Somebody else changed or removed the file: what is on disk counts.
            _state = null;
        }

        throw new StorageException(
            StorageFailure.Unavailable, $"{_log.Path} is being changed by another program all the time: nothing was written.");
    }

    /// <returns>When it was done.</returns>
    public DateTimeOffset Delete(RequestKey? requestKey)
    {
        var header = Header(root.Clock.GetUtcNow()) with { Deleted = true, Key = requestKey?.Key, Request = requestKey?.Request };
        _log.Delete(BranchFile.Line(header), mustRemain: requestKey is not null);
        _state = null;
        return header.Created;
    }

    /// <summary>What was done to this branch for a key, null when nothing was; read from the file.</summary>
    public AppliedOperation<TState>? FindByKey(string idempotencyKey)
    {
        Load();
        if (_log.ReadAgain() is not { } content)
        {
            return null;
        }

        if (content.Header.Key == idempotencyKey)
        {
            return new(branch, kind.Empty, kind.Empty) { Request = content.Header.Request, IsRepeat = true };
        }

        // A key may be used again after a day: the last use counts.
        var index = content.Operations.Count - 1;
        while (index >= 0 && content.Operations[index].Operation.Key != idempotencyKey)
        {
            index--;
        }

        if (index < 0)
        {
            return null;
        }

        var before = content.Operations.Take(index).Aggregate(kind.Empty, Fold);
        var operation = content.Operations[index].Operation;
        return new(branch, before, Fold(before, content.Operations[index])) { Operation = operation, Request = operation.Request, IsRepeat = true };
    }

    TState Read()
    {
        var content = _log.Read();
        _inherited = content is null ? _log.ReadPython(kind.FromPython) : null;
        if (content is null)
        {
            return _inherited is null ? kind.Empty : kind.Apply(kind.Empty, _inherited);
        }

        if (content.Header.Kind != kind.Name)
        {
            throw StorageException.Damaged(_log.Path, 1, $"this is a {content.Header.Kind} branch in the folder for {kind.Name} branches.");
        }

        return content.Operations.Aggregate(kind.Empty, Fold);
    }

    TState Fold(TState state, NumberedOperation numbered)
    {
        try
        {
            return kind.Apply(state, numbered.Operation);
        }
        catch (ArgumentException error)
        {
            throw StorageException.Damaged(_log.Path, numbered.Line, error.Message);
        }
    }

    byte[] FirstLines(DateTimeOffset at) => [.. BranchFile.Line(Header(at)), .. _inherited is null ? [] : BranchFile.Line(_inherited)];

    BranchHeader Header(DateTimeOffset at) => new()
    {
        Version = BranchHeader.CurrentVersion,
        Kind = kind.Name,
        Branch = branch.Raw,
        User = user.Raw,
        Created = at,
    };
}
