namespace Repeater.Storage;

/// <summary>
/// The file of one branch: what is in it, and the only code that changes it. Every method that changes it does all of it
/// or, with an exception, nothing. Blocks on the disk; not for two threads at once.
/// </summary>
/// <remarks>All throw <see cref="StorageException"/>.</remarks>
sealed partial class BranchLog(string kindFolder, StorageRoot root, UserName user, BranchName branch)
{
    const long None = -1;

    string _path = "";
    string _pythonPath = "";

    /// <summary>Bytes of the file that are acknowledged.</summary>
    long _length = None;
    bool _lacksLineBreak;
    byte[] _tornTail = [];

    readonly FailedWrite _failed = new(root.Logger);

    /// <summary>As it was read last.</summary>
    public string Path => _path;

    /// <summary>Bytes of the file that are acknowledged; negative when there is no file.</summary>
    public long Length => _length;

    /// <summary>Of the file, or of the one the Python backend left; after <see cref="Read"/>.</summary>
    public long Bytes => FailedWrite.Guard("reading the branch", () => _length != None ? _length : new FileInfo(_pythonPath) is { Exists: true } file ? file.Length : 0);

    /// <summary>The file may hold more than was acknowledged.</summary>
    public bool NeedsMending => _failed.IsPending;

    /// <summary>Null when there is no file of ours.</summary>
    public BranchContent? Read() => FailedWrite.Guard("reading the branch", () =>
    {
        (_path, _pythonPath) = root.BranchFiles(kindFolder, user, branch);
        (_length, _lacksLineBreak, _tornTail) = (None, false, []);
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
    public BranchContent? ReadAgain() => FailedWrite.Guard("reading the branch", () =>
        _length == None || root.Disk.Read(_path) is not { } bytes
            ? null
            : BranchFile.Parse(Acknowledged(bytes), _path));

    ReadOnlySpan<byte> Acknowledged(byte[] bytes) => bytes.AsSpan(0, (int)Math.Min(_length, bytes.Length));

    /// <summary>What the Python backend left of the branch; null when it left nothing.</summary>
    public BranchOperation? ReadPython(Func<byte[], string, BranchOperation> parse) => FailedWrite.Guard("reading the branch", () =>
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
        _failed.TakeBack();
        return _length == None ? Create([.. first(), .. lines]) : TrySetTailAside() && Append(lines);
    }

    /// <summary>
    /// Moves the file to the trash; what was read before no longer counts. <paramref name="remains"/> takes its place where
    /// something has to say that the branch is gone: <paramref name="mustRemain"/>, or a file of the Python backend, which stays.
    /// </summary>
    /// <param name="remains">The first line that says so.</param>
    /// <param name="mustRemain">It says more than that.</param>
    /// <param name="hidden">What goes to the trash of a branch that is only the Python backend's; null when that cannot be read.</param>
    public void Delete(byte[] remains, bool mustRemain, Func<byte[]?> hidden)
    {
        _failed.TakeBack();
        FailedWrite.Guard("deleting the branch", () =>
        {
            var (path, pythonPath) = root.BranchFiles(kindFolder, user, branch);
            var isThere = root.Disk.Exists(path);
            var isOverPython = root.Disk.Exists(pythonPath);
            if (!isThere)
            {
                root.EnsureThere();
            }

            if (!isThere && (mustRemain || isOverPython))
            {
                _pythonPath = pythonPath;
                Hide(path, remains, isOverPython ? hidden() : null);
            }
            else if (isThere && (mustRemain || isOverPython))
            {
                Empty(path, remains, mustRemain);
            }
            else if (isThere)
            {
                MoveToTrash(path);
            }

            return true;
        });
    }

    bool Append(byte[] lines)
    {
        byte[] bytes = _lacksLineBreak ? [(byte)'\n', .. lines] : lines;
        var (path, length) = (_path, _length);
        if (!_failed.Change(path, "writing to the branch", () => root.Disk.Append(path, length, bytes), undo: () => root.Disk.Truncate(path, length)))
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
        var isMade = _failed.Change(path, "making the branch", () => CreateOwn(path, bytes), undo: () => DeleteOwn(path, bytes));
        if (isMade)
        {
            _length = bytes.Length;
            _lacksLineBreak = false;
        }

        return isMade;
    }

    void Hide(string path, byte[] remains, byte[]? hidden)
    {
        var trash = root.TrashFile(kindFolder, user, branch);
        var isHidden = _failed.Change(
            path,
            "deleting the branch",
            () => (hidden is null || root.InFolder(() => trash, file => root.Disk.Create(file, hidden))) && CreateOwn(path, remains),
            undo: () =>
            {
                DeleteOwn(path, remains);
                if (root.Disk.Exists(trash))
                {
                    root.Disk.Delete(trash);
                }
            });
        if (!isHidden)
        {
            throw new IOException($"{path} has just been made by another program");
        }
    }

    void Empty(string path, byte[] remains, bool mustRemain)
    {
        if (root.Disk.Read(path) is not { } bytes || (!mustRemain && IsEmptied(bytes, path)))
        {
            return;
        }

        var trash = root.TrashFile(kindFolder, user, branch);
        _failed.Change(
            path,
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
        _failed.Change(
            path,
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

    /// <returns>False when the file has not that end any more.</returns>
    bool TrySetTailAside()
    {
        if (_tornTail.Length == 0)
        {
            return true;
        }

        var aside = $"{_path}.torn-{Stamp.Of(root.Clock.GetUtcNow())}";
        var isAside = FailedWrite.Guard("setting aside the end of the branch's file", () =>
        {
            if (root.Disk.Read(_path)?.Length != _length + _tornTail.Length)
            {
                return false;
            }

            root.Disk.Create(aside, _tornTail);
            root.Disk.Truncate(_path, _length);
            return true;
        });
        if (isAside)
        {
            Log.TornTailSetAside(root.Logger, _path, _tornTail.Length, aside);
            _tornTail = [];
        }

        return isAside;
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

    internal static bool IsEmptied(byte[] bytes, string path)
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
}
