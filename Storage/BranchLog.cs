namespace Repeater.Storage;

/// <summary>
/// The file of one branch: what is in it, and the only code that changes it. Every method that changes it does all of it
/// or, with an exception, nothing. Blocks on the disk; not for two threads at once.
/// </summary>
/// <remarks>All throw <see cref="StorageException"/>.</remarks>
sealed class BranchLog(string kindFolder, StorageRoot root, UserName user, BranchName branch)
{
    const long None = -1;

    string _path = "";
    string _pythonPath = "";

    /// <summary>Bytes of the file that are acknowledged.</summary>
    long _length = None;
    bool _lacksLineBreak;
    byte[] _tornTail = [];

    /// <summary>What has to happen to the file before anything else may: a failed write could not be taken back yet.</summary>
    Action? _mend;

    /// <summary>As it was read last.</summary>
    public string Path => _path;

    /// <summary>The file may hold more than was acknowledged.</summary>
    public bool NeedsMending => _mend is not null;

    /// <summary>Null when there is no file of ours.</summary>
    public BranchContent? Read() => Guard("reading the branch", () =>
    {
        (_path, _pythonPath) = root.BranchFiles(kindFolder, user, branch);
        _length = None;
        if (root.Disk.Read(_path) is not { } bytes)
        {
            root.EnsureThere();
            return null;
        }

        var content = BranchFile.Parse(bytes, _path, withTurns: false);
        _length = content.Length;
        _lacksLineBreak = content.LacksLineBreak;
        _tornTail = content.TornTail;
        if (_tornTail.Length > 0)
        {
            Log.TornTailFound(root.Logger, _path, _tornTail.Length);
        }

        return content;
    });

    /// <summary>The part of the file that was acknowledged, after <see cref="Read"/>; null when there is none.</summary>
    public BranchContent? ReadAgain() => Guard("reading the branch", () =>
        _length == None || root.Disk.Read(_path) is not { } bytes
            ? null
            : BranchFile.Parse(bytes.AsSpan(0, (int)Math.Min(_length, bytes.Length)), _path));

    /// <summary>What the Python backend left of the branch; null when it left nothing.</summary>
    public BranchOperation? ReadPython(Func<byte[], string, BranchOperation> parse) => Guard("reading the branch", () =>
    {
        if (root.Disk.Read(_pythonPath) is not { } bytes)
        {
            return null;
        }

        try
        {
            return parse(bytes, System.IO.Path.GetFileName(_pythonPath)) with { At = File.GetLastWriteTimeUtc(_pythonPath) };
        }
        catch (FormatException error)
        {
            throw StorageException.Damaged(_pythonPath, 0, error.Message);
        }
    });

    /// <summary>Adds lines; makes the file with <paramref name="first"/> in front when there is none.</summary>
    /// <returns>False when the file is not what it was when it was read: what is on disk counts.</returns>
    public bool TryWrite(byte[] lines, Func<byte[]> first)
    {
        Mend();
        SetTailAside();
        return _length == None ? Create([.. first(), .. lines]) : Append(lines);
    }

    /// <summary>
    /// Moves the file to the trash; what was read before no longer counts. <paramref name="remains"/> takes its place where
    /// something has to say that the branch is gone: <paramref name="mustRemain"/>, or a file of the Python backend, which stays.
    /// </summary>
    public void Delete(byte[] remains, bool mustRemain)
    {
        Mend();
        Guard("deleting the branch", () =>
        {
            var (path, pythonPath) = root.BranchFiles(kindFolder, user, branch);
            var bytes = root.Disk.Read(path);
            var isOverPython = root.Disk.Exists(pythonPath);
            if (bytes is null)
            {
                root.EnsureThere();
            }

            if (bytes is null && (mustRemain || isOverPython))
            {
                Hide(path, remains);
            }
            else if (bytes is not null && (mustRemain || (isOverPython && !IsEmptied(bytes, path))))
            {
                Empty(path, bytes, remains);
            }
            else if (bytes is not null && !isOverPython)
            {
                MoveToTrash(path);
            }

            return true;
        });
    }

    /// <summary>Takes back what a failed write left, if anything: until that works nothing else is written.</summary>
    public void Mend()
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

    bool Append(byte[] lines)
    {
        byte[] bytes = _lacksLineBreak ? [(byte)'\n', .. lines] : lines;
        var (path, length) = (_path, _length);
        if (!Change("writing to the branch", () => root.Disk.Append(path, length, bytes), undo: () => root.Disk.Truncate(path, length)))
        {
            return false;
        }

        _length += bytes.Length;
        _lacksLineBreak = false;
        return true;
    }

    bool Create(byte[] bytes)
    {
        var path = _path;
        var isMade = Change("making the branch", () => CreateOwn(path, bytes), undo: () => DeleteOwn(path, bytes));
        if (isMade)
        {
            _length = bytes.Length;
            _lacksLineBreak = false;
        }

        return isMade;
    }

    void Hide(string path, byte[] remains)
    {
        if (!Change("deleting the branch", () => CreateOwn(path, remains), undo: () => DeleteOwn(path, remains)))
        {
            throw new IOException($"{path} has just been made by another program");
        }
    }

    void Empty(string path, byte[] bytes, byte[] remains)
    {
        var trash = root.TrashFile(kindFolder, user, branch);
        Change(
            "deleting the branch",
            () =>
            {
                root.InFolder(() => trash, file => root.Disk.Create(file, bytes));
                root.Disk.Replace(path, remains);
                return true;
            },
            undo: () =>
            {
                if (root.Disk.Read(path) is { } now && now.AsSpan().SequenceEqual(remains))
                {
                    root.Disk.Replace(path, bytes);
                }

                if (root.Disk.Exists(trash))
                {
                    root.Disk.Delete(trash);
                }
            });
    }

    void MoveToTrash(string path)
    {
        var trash = root.TrashFile(kindFolder, user, branch);
        Change(
            "deleting the branch",
            () => root.InFolder(() => trash, file =>
            {
                root.Disk.Move(path, file);
                return true;
            }),
            undo: () =>
            {
                if (root.Disk.Exists(trash))
                {
                    root.Disk.Move(trash, path);
                }
            });
    }

    void SetTailAside()
    {
        if (_tornTail.Length == 0)
        {
            return;
        }

        var aside = $"{_path}.torn-{Stamp.Of(root.Clock.GetUtcNow())}";
        Guard("setting aside the end of the branch's file", () =>
        {
            root.Disk.Create(aside, _tornTail);
            root.Disk.Truncate(_path, _length);
            return true;
        });
        Log.TornTailSetAside(root.Logger, _path, _tornTail.Length, aside);
        _tornTail = [];
    }

    /// <returns>False when by now the branch belongs into another file, or the file is there.</returns>
    bool CreateOwn(string path, byte[] bytes) => root.InFolder(() => root.BranchFiles(kindFolder, user, branch).Own, now =>
    {
        if (now != path)
        {
            return false;
        }

        PointerFile.Remember(root, kindFolder, user);
        return root.Disk.Create(path, bytes);
    });

    void DeleteOwn(string path, byte[] bytes)
    {
        if (root.Disk.Read(path) is { } now && now.AsSpan().SequenceEqual(bytes))
        {
            root.Disk.Delete(path);
        }
    }

    /// <summary>
    /// A write that failed is taken back at once: a flush that failed once says nothing when it is tried again, so only a
    /// shorter file proves that the bytes are gone.
    /// </summary>
    T Change<T>(string doing, Func<T> action, Action undo)
    {
        try
        {
            return Guard(doing, action);
        }
        catch
        {
            _mend = undo;
            TryMend();
            throw;
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

    static bool IsEmptied(byte[] bytes, string path)
    {
        try
        {
            return BranchFile.Parse(bytes, path) is { IsEmptied: true, TornTail.Length: 0 };
        }
        catch (StorageException)
        {
            return false;
        }
    }

    static T Guard<T>(string doing, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StorageException.From(error, doing);
        }
    }
}
