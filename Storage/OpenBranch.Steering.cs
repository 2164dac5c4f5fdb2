namespace Repeater.Storage;

/// <content>Choosing among the states that operations left.</content>
sealed partial class OpenBranch<TState>
{
    /// <summary>All that was done to the branch, with receipts; read from the file.</summary>
    public BranchHistory History()
    {
        Load();
        return IsGone ? new([], _log.Path) { IsDeletionLast = Deleted().Count > 0 } : HistoryOf(_log.ReadAgain());
    }

    /// <summary>What happened to a branch that is gone was its deletion: then that is undone.</summary>
    public Steered Undo(int steps, int? expected, RequestKey? requestKey)
    {
        Load();
        if (IsGone)
        {
            return steps == 1 && expected is null && Deleted() is [var last, ..]
                ? BringBack(last, requestKey)
                : Steered.Refused(SteerRefusal.NothingToUndo);
        }

        return Steer(requestKey, history =>
            expected is { } number && number != history.Current ? (null, SteerRefusal.NotExpected)
            : history.UndoSteps < steps ? (null, SteerRefusal.NothingToUndo)
            : (new Undo { Steps = steps == 1 ? null : steps }, null));
    }

    public Steered Redo(int steps, int? expected, RequestKey? requestKey)
    {
        if (steps == 1 && expected is null && History().IsDeletionNext)
        {
            Delete(requestKey);
            return new Steered();
        }

        return Steer(requestKey, history =>
            expected is { } number && number != history.Next ? (null, SteerRefusal.NotExpected)
            : history.RedoSteps < steps ? (null, SteerRefusal.NothingToRedo)
            : (new Redo { Steps = steps == 1 ? null : steps }, null));
    }

    /// <summary>The state after an operation comes back; 0 is the empty branch.</summary>
    public Steered Restore(int number, int? expected, RequestKey? requestKey) => Steer(requestKey, history =>
        number < history.Base || number > history.Count ? (null, SteerRefusal.NoSuchOperation)
        : expected is not null && expected != history.Current ? (null, SteerRefusal.NotExpected)
        : (new Restore { To = number }, null));

    /// <summary>A state the branch had; null when there is no such operation.</summary>
    public TState? StateAt(int number)
    {
        var history = History();
        return number < history.Base || number > history.Count ? null : StateAfter(history, number);
    }

    public BranchName Branch => branch;

    /// <summary>Without its folders; after <see cref="Load"/>.</summary>
    public string FileName => Path.GetFileName(_log.Path);

    /// <summary>How big the branch is, when it was used, where it came from.</summary>
    public BranchSummary Describe()
    {
        var state = Load();
        return new BranchSummary
        {
            Branch = branch.Raw,
            Bytes = _log.Bytes,
            Length = kind.Length(state),
            Created = _header?.Created,
            LastUse = _lastUse,
            Parent = _header?.Parent,
            ParentLength = _header?.ParentLength,
        };
    }

    Steered Steer(RequestKey? requestKey, Func<BranchHistory, (BranchOperation? Operation, SteerRefusal? Refusal)> decide)
    {
        var steered = new Steered();
        Write(_ =>
        {
            var history = HistoryOf(_log.ReadAgain());
            var (operation, refusal) = decide(history);
            if (operation is null)
            {
                steered = Steered.Refused(refusal!.Value, history);
                return null;
            }

            operation = operation with { Key = requestKey?.Key, Request = requestKey?.Request };
            var next = history.With(operation);
            steered = new Steered { History = next };
            return (operation, StateAfter(next, next.Count));
        });
        return steered;
    }
}
