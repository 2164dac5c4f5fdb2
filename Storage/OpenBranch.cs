namespace Repeater.Storage;

/// <summary>
/// One branch in memory and its file. All methods block on the disk and need <see cref="CacheEntry.Gate"/>; only
/// <see cref="State"/> may be read without.
/// </summary>
sealed class OpenBranch<TState>(string key, BranchKind<TState> kind, StorageRoot root, UserName user, BranchName branch) : CacheEntry(key)
    where TState : class
{
    volatile TState? _state;
    string _path = "";

    /// <summary>Bytes of the file that are acknowledged; -1 when there is no file of ours.</summary>
    long _length;
    bool _lacksLineBreak;
    ReadOnlyMemory<byte> _tornTail;

    /// <summary>What a file of the Python backend held; the first line of our own file will say it.</summary>
    BranchOperation? _inherited;

    /// <summary>What has to happen to the file before anything else may: a failed write could not be taken back yet.</summary>
    Action? _mend;

    /// <summary>Null until it was read.</summary>
    public TState? State => _state;

    public override long Bytes => _state is { } state ? kind.Size(state) : 0;

    public override bool Pinned => _mend is not null;

    bool Exists => _length >= 0;

    /// <exception cref="StorageException">The file cannot be read.</exception>
    public void Load()
    {
        if (_state is not null)
        {
            return;
        }

        var stem = root.BranchStem(kind.Folder, user, branch);
        _path = stem + ".jsonl";
        var (content, torn) = Guard("reading the branch", () => ReadOwn());
        _tornTail = content?.TornTail ?? torn;
        _length = content?.Length ?? -1;
        _lacksLineBreak = content?.LacksLineBreak ?? false;
        _inherited = content is null ? Guard("reading the branch", () => ReadPython(stem + ".json")) : null;
        IEnumerable<BranchOperation> operations = content is not null ? content.Operations : _inherited is null ? [] : [_inherited];
        var state = kind.Empty;
        var line = 1;
        foreach (var operation in operations)
        {
            line++;
            state = Apply(state, operation, line);
        }

        if (_tornTail.Length > 0)
        {
            Log.TornTailFound(root.Logger, _path, _tornTail.Length);
        }

        _state = state;
    }

    /// <summary>See <see cref="BranchStore{TState}.ApplyAsync"/>.</summary>
    public TState Apply(Func<TState, BranchOperation?> decide)
    {
        while (true)
        {
            Load();
            Mend();
            if (decide(_state!) is not { } operation)
            {
                return _state!;
            }

            operation = operation with { At = root.Clock.GetUtcNow() };
            var after = kind.Apply(_state!, operation);
            if (TryWrite(BranchFile.Line(operation)))
            {
                _state = after;
                return after;
            }

            // Somebody else changed or removed the file: what is on disk counts.
            _state = null;
        }
    }

    public void Delete()
    {
        Load();
        Mend();
        Guard("deleting the branch", () =>
        {
            var python = File.Exists(Path.ChangeExtension(_path, ".json"));
            if (!Exists && !python)
            {
                return true;
            }

            var trash = root.TrashFile(kind.Folder, user, branch);
            if (!python)
            {
                root.Disk.Move(_path, trash);
            }
            else
            {
                // The old file must stay and must not come back: a header that hides it takes the place of ours.
                if (Exists)
                {
                    root.Disk.Replace(trash, root.Disk.Read(_path)!);
                }

                root.Disk.Replace(_path, BranchFile.Line(Header() with { Deleted = true }));
            }

            return true;
        });
        _state = null;
        Load();
    }

    (BranchContent? Content, ReadOnlyMemory<byte> Torn) ReadOwn()
    {
        var bytes = root.Disk.Read(_path);
        var content = bytes is null ? null : BranchFile.Parse(bytes, _path);
        return (content, bytes);
    }

    BranchOperation? ReadPython(string path)
    {
        if (root.Disk.Read(path) is not { } bytes)
        {
            return null;
        }

        try
        {
            return kind.FromPython(bytes, Path.GetFileName(path)) with { At = File.GetLastWriteTimeUtc(path) };
        }
        catch (FormatException error)
        {
            throw StorageException.Damaged(path, 0, error.Message);
        }
    }

    TState Apply(TState state, BranchOperation operation, int line)
    {
        try
        {
            return kind.Apply(state, operation);
        }
        catch (ArgumentException error)
        {
            throw StorageException.Damaged(_path, line, error.Message);
        }
    }

    bool TryWrite(byte[] line)
    {
        if (_tornTail.Length > 0)
        {
            Guard("setting aside the end of the branch's file", SetTailAside);
        }

        if (Exists)
        {
            return Guard("writing to the branch", () => Append(line), undo: () => root.Disk.Truncate(_path, _length));
        }

        Guard("making the branch", () => Create(line), undo: () => root.Disk.Delete(_path));
        return true;
    }

    bool Append(byte[] line)
    {
        byte[] bytes = _lacksLineBreak ? [(byte)'\n', .. line] : line;
        if (!root.Disk.Append(_path, _length, bytes))
        {
            return false;
        }

        _length += bytes.Length;
        _lacksLineBreak = false;
        return true;
    }

    bool Create(byte[] line)
    {
        byte[] bytes = [.. BranchFile.Line(Header()), .. _inherited is null ? [] : BranchFile.Line(_inherited), .. line];
        UserPointers.Remember(root, kind.Folder, user);
        root.Disk.Replace(_path, bytes);
        _length = bytes.Length;
        _inherited = null;
        return true;
    }

    BranchHeader Header() => new()
    {
        Version = BranchHeader.CurrentVersion,
        Kind = kind.Name,
        Branch = branch.Raw,
        User = user.Raw,
        Created = root.Clock.GetUtcNow(),
    };

    bool SetTailAside()
    {
        var aside = $"{_path}.torn-{root.Stamp()}";
        root.Disk.Replace(aside, _tornTail.Span);
        root.Disk.Truncate(_path, Math.Max(_length, 0));
        Log.TornTailSetAside(root.Logger, _path, _tornTail.Length, aside);
        _tornTail = default;
        return true;
    }

    void Mend()
    {
        if (_mend is { } mend)
        {
            Guard("mending the branch after a failed write", () =>
            {
                mend();
                return true;
            });
            _mend = null;
        }
    }

    /// <summary>
    /// Turns what the file system throws into a sentence. A write that failed is taken back at once: a flush that failed
    /// once says nothing when it is tried again, so only a shorter file proves that the bytes are gone.
    /// </summary>
    T Guard<T>(string doing, Func<T> action, Action? undo = null)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (undo is not null)
            {
                _mend = undo;
                TryMend();
            }

            throw StorageException.From(error, doing);
        }
    }

    void TryMend()
    {
        try
        {
            _mend!();
            _mend = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.WriteNotTakenBack(root.Logger, _path, error.Message);
        }
    }
}
