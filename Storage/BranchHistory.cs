namespace Repeater.Storage;

/// <summary>
/// Which of a branch's operations its state is made of. Operations have numbers, from 1 in the order of their lines; 0 is the
/// empty branch. Undo, redo and restore choose among the states that operations left: nothing is ever taken out, so each can
/// be had again.
/// </summary>
sealed class BranchHistory
{
    /// <summary>Of one undo or redo: a file may hold any number of them, and reading it has to stay linear.</summary>
    public const int MostSteps = 1000;

    /// <summary>Among what was undone: the deletion of the branch.</summary>
    const int Deletion = -1;

    readonly List<NumberedOperation> _operations = [];

    /// <summary>Of each operation the one whose state is the branch's after it: itself, but for undo and redo.</summary>
    readonly List<int> _current = [0];

    /// <summary>Of each operation the one whose state was the branch's before it.</summary>
    readonly List<int> _before = [0];

    readonly Stack<int> _undone = [];

    readonly Stack<int> _begunImports = [];

    /// <exception cref="StorageException">A line chooses a state that is not there.</exception>
    public BranchHistory(IEnumerable<NumberedOperation> operations, string path)
    {
        Path = path;
        foreach (var operation in operations)
        {
            try
            {
                Add(operation);
            }
            catch (ArgumentException error)
            {
                throw StorageException.Damaged(path, operation.Line, error.Message);
            }
        }
    }

    public string Path { get; }

    /// <summary>The last operation's number.</summary>
    public int Count => _operations.Count;

    /// <summary>The operation whose state the branch has.</summary>
    public int Current => _current[^1];

    /// <summary>What the branch began with: nothing, or a copy, which is not undone.</summary>
    public int Base => Count > 0 && SourceOf(_operations[0].Operation) is not null ? 1 : 0;

    /// <summary>What undo would take back is the deletion of the branch, which no line says.</summary>
    public bool IsDeletionLast { get; init; }

    public bool CanUndo => IsDeletionLast || Current > Base;

    public bool CanRedo => _undone.Count > 0;

    /// <summary>How many steps undo can take.</summary>
    public int UndoSteps
    {
        get
        {
            var steps = 0;
            for (var now = Current; now > Base; now = _before[now])
            {
                steps++;
            }

            return steps;
        }
    }

    /// <summary>How many operations redo can do again.</summary>
    public int RedoSteps => _undone.TakeWhile(number => number != Deletion).Count();

    /// <summary>The operation that redo would do again next; null for none.</summary>
    public int? Next => _undone.TryPeek(out var next) && next != Deletion ? next : null;

    /// <summary>What redo would do is to delete the branch again.</summary>
    public bool IsDeletionNext => _undone.TryPeek(out var next) && next == Deletion;

    public NumberedOperation this[int number] => _operations[number - 1];

    /// <summary>The same until an operation, included.</summary>
    public BranchHistory Until(int number) => new(_operations.Take(number), Path);

    /// <summary>One operation more, which is not stored yet.</summary>
    /// <exception cref="StorageException">It does not fit.</exception>
    public BranchHistory With(BranchOperation operation) => new([.. _operations, new(0, operation)], Path);

    /// <summary>The numbers of the operations that the state after an operation is made of, in their order.</summary>
    public IReadOnlyList<int> PathTo(int number)
    {
        var path = BackFrom(number).Where(step => !Steers(this[step].Operation)).ToList();
        path.Reverse();
        return path;
    }

    /// <summary>The numbers of the operations that made the branch what it is, the last first.</summary>
    public IEnumerable<int> InEffect() => BackFrom(Count);

    IEnumerable<int> BackFrom(int number)
    {
        for (var now = _current[number]; now > 0;)
        {
            yield return now;
            now = this[now].Operation switch
            {
                Restore restore => _current[restore.To],
                ImportEnd => _current[now - 1],
                ImportBegin => 0,
                _ => _before[now],
            };
        }
    }

    /// <summary>The operations that the last one, an undo or redo, took back or did again, in the order it did so.</summary>
    public IReadOnlyList<int> Moved()
    {
        var moved = new List<int>();
        var isUndo = this[Count].Operation is Undo;
        var (from, to) = isUndo ? (_current[Count - 1], Current) : (Current, _current[Count - 1]);
        for (; this[Count].Operation is Undo or Redo && from != to; from = _before[from])
        {
            moved.Add(from);
        }

        if (!isUndo)
        {
            moved.Reverse();
        }

        return moved;
    }

    /// <summary>Whether an operation changes nothing but which of the others count.</summary>
    public static bool Steers(BranchOperation operation) =>
        operation is Undo or Redo or Restore or Undelete or Renamed or ImportBegin or ImportEnd;

    static string? SourceOf(BranchOperation operation) => operation switch
    {
        ReplaceMessages replace => replace.Source,
        SetPrompt set => set.Source,
        ReplaceValues replace => replace.Source,
        _ => null,
    };

    /// <exception cref="ArgumentException">It does not fit; the message says how. Then this is no history any more.</exception>
    public void Add(NumberedOperation numbered)
    {
        var before = Current;
        _operations.Add(numbered);
        _before.Add(before);
        _current.Add(After(numbered.Operation, before));
    }

    int After(BranchOperation operation, int now)
    {
        switch (operation)
        {
            case Undo { Steps: < 1 or > MostSteps } or Redo { Steps: < 1 or > MostSteps }:
                throw new ArgumentException($"steps have to be from 1 to {MostSteps}.");
            case Undo undo:
                for (var step = 0; step < (undo.Steps ?? 1); step++)
                {
                    _undone.Push(now > Base ? now : throw new ArgumentException("there is nothing to undo."));
                    now = _before[now];
                }

                return now;
            case Redo redo:
                for (var step = 0; step < (redo.Steps ?? 1); step++)
                {
                    now = _undone.TryPop(out var next) && next != Deletion ? next : throw new ArgumentException("there is nothing to redo.");
                }

                return now;
            case Undelete:
                _undone.Clear();
                _undone.Push(Deletion);
                return now;
            case Renamed:
                return now;
            case Restore restore when restore.To < Base || restore.To >= _operations.Count:
                throw new ArgumentException($"there is no operation {restore.To} before it.");
            case ImportEnd:
                // Undo steps over all of it.
                _before[^1] = _before[_begunImports.TryPop(out var begin) ? begin : throw new ArgumentException("there is no beginning of the import before it.")];
                break;
            case ImportBegin:
                _begunImports.Push(_operations.Count);
                break;
        }

        _undone.Clear();
        return _operations.Count;
    }
}
