namespace Repeater.Storage;

/// <content>Changes of a file as a whole: made from something else, made anew without its history, or gone.</content>
sealed partial class BranchLog
{
    /// <summary>The bytes that were acknowledged, behind the first line; after <see cref="Read"/>, of a file that is there.</summary>
    /// <returns>Null when the file is not what it was when it was read.</returns>
    public byte[]? ReadLines() => FailedWrite.Guard<byte[]?>("reading the branch", () =>
        root.Disk.Read(_path) is { } bytes && bytes.Length >= _length
            ? Lines(bytes, BranchFile.Parse(Acknowledged(bytes), _path, withTurns: false))
            : null);

    /// <summary>The lines of a file behind its first one, each with its line break.</summary>
    public static byte[] Lines(byte[] bytes, BranchContent content)
    {
        var lines = bytes.AsSpan((int)content.HeaderLength, (int)(content.Length - content.HeaderLength));
        return lines.IsEmpty || !content.LacksLineBreak ? lines.ToArray() : [.. lines, (byte)'\n'];
    }

    /// <summary>Makes the whole file, in the place of one that is there or of none.</summary>
    /// <param name="bytes">What it will hold.</param>
    /// <param name="doing">For the sentence when it fails.</param>
    /// <param name="keepsTail">Whether the end of a write that never ended is set aside first.</param>
    /// <returns>False when the file is not what it was when it was read: what is on disk counts.</returns>
    public bool TryWriteWhole(byte[] bytes, string doing, bool keepsTail = true)
    {
        _failed.TakeBack();
        if (_length == None)
        {
            return Create(bytes);
        }

        if (keepsTail && !TrySetTailAside())
        {
            return false;
        }

        var path = _path;
        var old = FailedWrite.Guard(doing, () => root.Disk.Read(path));
        if (old is null || old.Length != _length + _tornTail.Length)
        {
            return false;
        }

        _failed.Change(
            path,
            doing,
            () =>
            {
                root.Disk.Replace(path, bytes);
                return true;
            },
            undo: () =>
            {
                if (root.Disk.Read(path) is { } now && now.AsSpan().SequenceEqual(bytes))
                {
                    root.Disk.Replace(path, old);
                }
            });
        (_length, _lacksLineBreak, _tornTail) = (bytes.Length, false, []);
        return true;
    }

    /// <summary>
    /// Takes the file away for good, after all of it was put elsewhere. <paramref name="remains"/> takes its place where a file of
    /// the Python backend would come back to life.
    /// </summary>
    public void Leave(byte[] remains)
    {
        _failed.TakeBack();
        var (path, pythonPath) = (_path, _pythonPath);
        var old = FailedWrite.Guard("renaming the branch", () => root.Disk.Read(path));
        _failed.Change(
            path,
            "renaming the branch",
            () =>
            {
                if (root.Disk.Exists(pythonPath))
                {
                    root.Disk.Replace(path, remains);
                }
                else
                {
                    root.Disk.Delete(path);
                }

                return true;
            },
            undo: () =>
            {
                var now = root.Disk.Read(path);
                if (old is not null && (now is null || now.AsSpan().SequenceEqual(remains)))
                {
                    root.Disk.Replace(path, old);
                }
                else if (old is null && now is not null)
                {
                    root.Disk.Delete(path);
                }
            });
    }

    /// <summary>Removes everything that still holds what the branch held: its files in the trash, and torn ends beside it.</summary>
    /// <returns>The Python backend's file, which is left as it is; null when there is none.</returns>
    public string? RemoveTraces() => FailedWrite.Guard("removing the branch's deleted files", () =>
    {
        var torn = root.Disk.Files(System.IO.Path.GetDirectoryName(_path)!)
            .Where(file => file.FullName.StartsWith($"{_path}.t", StringComparison.Ordinal))
            .Select(file => file.FullName);
        foreach (var path in DeletedBranches.List(root, kindFolder, user, branch).Select(deleted => deleted.Path).Concat(torn).ToList())
        {
            root.Disk.Delete(path);
        }

        return root.Disk.Exists(_pythonPath) ? _pythonPath : null;
    });
}
