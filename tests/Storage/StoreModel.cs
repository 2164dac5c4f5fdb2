namespace Repeater.Tests.Storage;

/// <summary>
/// What a user's data has to be, in plain lists. Of each context branch it knows what every line of its file did, so that it
/// also knows what a shortened file has to say. Undo and redo are two stacks of whole states.
/// </summary>
sealed class StoreModel
{
    readonly string[]? _imported;
    readonly Dictionary<string, ModelFile> _files = [];
    readonly Dictionary<string, Stack<ModelFile>> _trash = [];

    /// <param name="imported">What the branch <c>default</c> held when it came from the Python backend; null when it did not.</param>
    public StoreModel(string[]? imported) => _imported = imported;

    public string Current { get; set; } = "default";

    public string Prompt { get; set; } = "";

    public List<(string Name, int Value)> Values { get; } = [];

    /// <summary>Files of ours that are there.</summary>
    public IEnumerable<string> Written => _files.Keys;

    public IEnumerable<string> Listed =>
        _files.Where(file => !file.Value.IsEmptied).Select(file => file.Key)
            .Union(IsImported("default") && !_files.ContainsKey("default") ? ["default"] : [])
            .Order(StringComparer.Ordinal);

    public int InTrash => _trash.Values.Sum(files => files.Count);

    public string[] this[string branch] => Replay(branch).Now;

    /// <summary>How many operations the branch has; the first that can be restored is the base.</summary>
    public (int Base, int Count) Operations(string branch) => (Replay(branch).Base, Lines(branch).Count);

    public void Apply(string branch, Func<string[], string[]> change) => Add(branch, new Line(LineKind.Change, change));

    /// <returns>False for nothing to undo.</returns>
    public bool Undo(string branch)
    {
        if (!IsGone(branch))
        {
            return Replay(branch).Past.Count > 0 && Add(branch, new Line(LineKind.Undo));
        }

        if (!_trash.TryGetValue(branch, out var deleted) || !deleted.TryPop(out var file))
        {
            return false;
        }

        file.Lines.Add(new Line(LineKind.Undelete));
        _files[branch] = file;
        return true;
    }

    public bool Redo(string branch)
    {
        var replayed = Replay(branch);
        if (replayed.IsDeletionNext)
        {
            Delete(branch);
            return true;
        }

        return replayed.Future.Count > 0 && Add(branch, new Line(LineKind.Redo));
    }

    public void Restore(string branch, int number) => Add(branch, new Line(LineKind.Restore, Number: number));

    public bool Fork(string source, string target, int count)
    {
        if (source == target || IsGone(source) || !IsGone(target))
        {
            return false;
        }

        var copy = this[source][..Math.Min(count, this[source].Length)];
        _files[target] = new ModelFile { Lines = [new Line(LineKind.Base, _ => copy)], IsOfDeleted = _files.ContainsKey(target) };
        return true;
    }

    public bool Rename(string source, string target)
    {
        if (source == target || IsGone(source) || !IsGone(target))
        {
            return false;
        }

        _files[target] = new ModelFile
        {
            Lines = [.. Lines(source), new Line(LineKind.Neutral)],
            IsOfDeleted = _files.TryGetValue(source, out var file) && file.IsOfDeleted,
        };
        Remove(source);
        Current = Current == source ? target : Current;
        return true;
    }

    /// <summary>The branch becomes what the file of another one holds, in the place of what it was.</summary>
    public void Import(string source, string target)
    {
        var imported = _files[source];
        if (IsGone(target))
        {
            _files[target] = new ModelFile { Lines = [.. imported.Lines], IsOfDeleted = imported.IsOfDeleted };
            return;
        }

        var old = Lines(target);
        List<Line> From(int before) => [.. imported.Lines.Select(line => line.Kind == LineKind.Restore ? line with { Number = line.Number + before } : line)];
        var last = old.Count - imported.Lines.Count - 1;
        if (last > 0 && old[^1].Kind == LineKind.ImportEnd && old[last..^1].SequenceEqual(From(last)))
        {
            return;
        }

        _files[target] = new ModelFile
        {
            Lines = [.. old, new Line(LineKind.ImportBegin), .. From(old.Count + 1), new Line(LineKind.ImportEnd)],
            IsOfDeleted = _files.TryGetValue(target, out var file) && file.IsOfDeleted,
        };
    }

    public void Purge(string branch)
    {
        _trash.Remove(branch);
        if (!IsGone(branch))
        {
            var now = this[branch];
            _files[branch] = new ModelFile { Lines = [new Line(LineKind.Base, _ => now)] };
        }
    }

    public void Delete(string branch)
    {
        if (_files.TryGetValue(branch, out var file) ? !(file.IsEmptied && IsImported(branch)) : IsImported(branch))
        {
            _trash.TryAdd(branch, []);
            _trash[branch].Push(file ?? new ModelFile { Lines = [.. Lines(branch)] });
            Remove(branch);
        }
    }

    /// <summary>Only so many lines behind the header are left.</summary>
    public void Shorten(string branch, int lines) => _files[branch].Lines.RemoveRange(lines, _files[branch].Lines.Count - lines);

    public void Set(string name, int value)
    {
        var index = Values.FindIndex(item => item.Name == name);
        if (index < 0)
        {
            Values.Add((name, value));
        }
        else
        {
            Values[index] = (name, value);
        }
    }

    bool IsImported(string branch) => branch == "default" && _imported is not null;

    bool IsGone(string branch) => _files.TryGetValue(branch, out var file) ? file.IsEmptied : !IsImported(branch);

    List<Line> Lines(string branch) =>
        _files.TryGetValue(branch, out var file) ? file.Lines
        : IsImported(branch) ? [new Line(LineKind.Base, _ => _imported!)]
        : [];

    bool Add(string branch, Line line)
    {
        if (!_files.TryGetValue(branch, out var file))
        {
            _files[branch] = file = new ModelFile { Lines = [.. Lines(branch)] };
        }

        file.Lines.Add(line);
        return true;
    }

    /// <summary>An old file beside it must not come back.</summary>
    void Remove(string branch)
    {
        _files.Remove(branch);
        if (IsImported(branch))
        {
            _files[branch] = new ModelFile { IsOfDeleted = true };
        }
    }

    Replayed Replay(string branch)
    {
        var replayed = new Replayed();
        foreach (var line in Lines(branch))
        {
            replayed.Add(line);
        }

        return replayed;
    }

    sealed class ModelFile
    {
        public List<Line> Lines { get; init; } = [];

        /// <summary>Its header says that the branch was deleted: so it was, as long as nothing else stands in it.</summary>
        public bool IsOfDeleted { get; init; }

        public bool IsEmptied => IsOfDeleted && Lines.Count == 0;
    }

    enum LineKind
    {
        Base,
        Change,
        Undo,
        Redo,
        Restore,
        Undelete,
        Neutral,
        ImportBegin,
        ImportEnd,
    }

    sealed record Line(LineKind Kind, Func<string[], string[]>? Change = null, int Number = 0);

    sealed class Replayed
    {
        readonly List<string[]> _states = [[]];
        readonly Stack<(Stack<string[]> Past, string[] Now)> _beforeImports = [];

        public string[] Now { get; private set; } = [];

        public int Base { get; private set; }

        public Stack<string[]> Past { get; private set; } = [];

        /// <summary>Null is the deletion of the branch.</summary>
        public Stack<string[]?> Future { get; } = [];

        public bool IsDeletionNext => Future.TryPeek(out var next) && next is null;

        public void Add(Line line)
        {
            switch (line.Kind)
            {
                case LineKind.Base when _states.Count == 1:
                    Now = line.Change!(Now);
                    Base = 1;
                    break;
                case LineKind.ImportBegin:
                    _beforeImports.Push((new(Past.Reverse()), Now));
                    Do([]);
                    break;
                case LineKind.ImportEnd:
                    (Past, var before) = _beforeImports.Pop();
                    Past.Push(before);
                    Future.Clear();
                    break;
                case LineKind.Base or LineKind.Change:
                    Do(line.Change!(Now));
                    break;
                case LineKind.Restore:
                    Do(_states[line.Number]);
                    break;
                case LineKind.Undo:
                    Future.Push(Now);
                    Now = Past.Pop();
                    break;
                case LineKind.Redo:
                    Past.Push(Now);
                    Now = Future.Pop()!;
                    break;
                case LineKind.Undelete:
                    Future.Clear();
                    Future.Push(null);
                    break;
            }

            _states.Add(Now);
        }

        void Do(string[] state)
        {
            Past.Push(Now);
            Now = state;
            Future.Clear();
        }
    }
}
