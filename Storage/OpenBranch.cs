namespace Repeater.Storage;

/// <summary>
/// One branch in memory and its file. All methods block on the disk and need <see cref="CacheEntry.Gate"/>; only
/// <see cref="State"/> may be read without.
/// </summary>
/// <remarks>All throw <see cref="StorageException"/>; then nothing was changed.</remarks>
sealed partial class OpenBranch<TState>(string key, BranchKind<TState> kind, StorageRoot root, UserName user, BranchName branch) : CacheEntry(key)
    where TState : class
{
    const int MostTries = 10;

    readonly BranchLog _log = new(kind.Folder, root, user, branch);
    volatile TState? _state;

    /// <summary>What a file of the Python backend held; the first line of our own file will say it.</summary>
    BranchOperation? _inherited;

    /// <summary>Of our own file; null while there is none.</summary>
    BranchHeader? _header;

    /// <summary>The file says that the branch was deleted, and nothing else.</summary>
    bool _isEmptied;

    /// <summary>When the last operation was done; null for none.</summary>
    DateTimeOffset? _lastUse;

    /// <summary>Null until it was read.</summary>
    public TState? State => _state;

    public override long Bytes => _state is { } state ? kind.Size(state) : 0;

    public override bool Pinned => _log.NeedsMending;

    /// <summary>There is no such branch, or no longer. To be asked after <see cref="Load"/>.</summary>
    public bool IsGone => _isEmptied || (_header is null && _inherited is null);

    /// <summary>Bytes of the file that were acknowledged, after <see cref="Load"/>; negative when there is no file of ours.</summary>
    public long Length => _log.Length;

    /// <summary>What is on disk counts from now on: it was changed behind this one's back.</summary>
    public void Forget() => _state = null;

    /// <summary>The state, read from the file when that was not done yet.</summary>
    public TState Load() => _state ??= Read();

    /// <summary>See <see cref="BranchStore{TState}.ApplyAsync"/>.</summary>
    public AppliedOperation<TState> Apply(Func<TState, BranchOperation?> decide) => Write(before =>
        decide(before) is { } operation ? (operation, kind.Apply(before, operation)) : null);

    /// <returns>When it was done.</returns>
    public DateTimeOffset Delete(RequestKey? requestKey)
    {
        var header = Header(root.Clock.GetUtcNow()) with { Deleted = true, Key = requestKey?.Key, Request = requestKey?.Request };
        _log.Delete(BranchFile.Line(header), mustRemain: requestKey is not null, () => Inherited(header.Created));
        _state = null;
        return header.Created;
    }

    /// <summary>What was done to this branch for a key, null when nothing was; read from the file, or from the trash.</summary>
    public AppliedOperation<TState>? FindByKey(string idempotencyKey)
    {
        Load();
        return _log.ReadAgain() is { } content && FindByKey(content, _log.Path, idempotencyKey) is { } found
            ? found
            : Deleted().Where(file => file.At > root.Clock.GetUtcNow() - KeyIndex.Lifetime)
                .Select(file => ReadDeleted(file.Path) is { } deleted ? FindByKey(deleted, file.Path, idempotencyKey) : null)
                .FirstOrDefault(operation => operation is not null);
    }

    AppliedOperation<TState>? FindByKey(BranchContent content, string path, string idempotencyKey)
    {
        if (content.Header.Key == idempotencyKey)
        {
            return new(branch, kind.Empty, kind.Empty) { Request = content.Header.Request, IsRepeat = true };
        }

        var history = new BranchHistory(content.Operations, path);
        // A key may be used again after a day: the last use counts.
        for (var number = history.Count; number > 0; number--)
        {
            var operation = history[number].Operation;
            if (operation.Key == idempotencyKey)
            {
                return new(branch, StateAfter(history, number - 1), StateAfter(history, number))
                {
                    Operation = operation,
                    Parent = content.Header.Parent,
                    History = history.Until(number),
                    Request = operation.Request,
                    IsRepeat = true,
                };
            }

            if (operation is Undelete undelete && undelete.DeletionKey == idempotencyKey)
            {
                return new(branch, kind.Empty, kind.Empty) { Request = undelete.DeletionRequest, IsRepeat = true };
            }
        }

        return null;
    }

    /// <param name="decide">Sees the state and names the operation with the state after it; null does nothing.</param>
    AppliedOperation<TState> Write(Func<TState, (BranchOperation Operation, TState After)?> decide)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var before = Load();
            if (decide(before) is not var (decided, after))
            {
                return new(branch, before, before);
            }

            var operation = decided with { At = root.Clock.GetUtcNow() };
            if (_log.TryWrite(BranchFile.Line(operation), () => FirstLines(operation.At)))
            {
                _header ??= Header(operation.At);
                (_inherited, _isEmptied, _lastUse) = (null, false, operation.At);
                _state = after;
                return new(branch, before, after) { Operation = operation, Request = operation.Request };
            }

            // Somebody else changed or removed the file: what is on disk counts.
            _state = null;
        }

        throw ChangesAllTheTime();
    }

    StorageException ChangesAllTheTime() => new(
        StorageFailure.Unavailable, $"{_log.Path} is being changed by another program all the time: nothing was written.");

    TState Read()
    {
        var content = _log.Read();
        _header = content?.Header;
        _isEmptied = content is { IsEmptied: true };
        _inherited = content is null ? _log.ReadPython(kind.FromPython) : null;
        if (content is not null && content.Header.Kind != kind.Name)
        {
            throw StorageException.Damaged(_log.Path, 1, $"this is a {content.Header.Kind} branch in the folder for {kind.Name} branches.");
        }

        var history = HistoryOf(content);
        _lastUse = history.Count > 0 ? history[history.Count].Operation.At : null;
        return StateAfter(history, history.Count);
    }

    BranchHistory HistoryOf(BranchContent? content) => new(
        content is not null ? content.Operations : _inherited is null ? [] : [new(1, _inherited)],
        _log.Path);

    TState StateAfter(BranchHistory history, int number) =>
        history.PathTo(number).Aggregate(kind.Empty, (state, step) => Fold(state, history[step], history.Path));

    TState Fold(TState state, NumberedOperation numbered, string path)
    {
        try
        {
            return kind.Apply(state, numbered.Operation);
        }
        catch (ArgumentException error)
        {
            throw StorageException.Damaged(path, numbered.Line, error.Message);
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
