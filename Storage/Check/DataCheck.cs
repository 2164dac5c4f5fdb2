namespace Repeater.Storage.Check;

/// <summary>
/// Looks through a whole data folder and changes nothing, also while a server has it. Memory: one file at a time and the names
/// in one folder.
/// </summary>
sealed class DataCheck(string dataFolder, string branchFolder, Disk disk)
{
    const string Own = ".repeater";

    readonly HashSet<string> _users = new(StringComparer.Ordinal);

    public CheckTotals Totals { get; private set; } = new(0, 0, 0);

    /// <summary>What is worth saying, as it is found.</summary>
    /// <param name="looked">Called after each user's folder.</param>
    /// <exception cref="IOException">Or <see cref="UnauthorizedAccessException"/>: a folder cannot be looked into.</exception>
    public IEnumerable<Finding> Run(Action<CheckTotals> looked)
    {
        foreach (var entry in Foreign())
        {
            yield return entry;
        }

        foreach (var kind in BranchFormat.All)
        {
            foreach (var user in disk.Folders(Path.Combine(dataFolder, kind.Folder)).OrderBy(user => user.Name, StringComparer.Ordinal))
            {
                _users.Add(user.Name);
                Totals = Totals with { Users = _users.Count };
                foreach (var finding in Of(kind, user))
                {
                    yield return finding;
                }

                looked(Totals);
            }
        }

        foreach (var folder in disk.Folders(Path.Combine(dataFolder, Own, "import")))
        {
            yield return new(FindingKind.Leftover, folder.FullName, $"{folder.FullName} is an import that was interrupted: the next start completes it.");
        }
    }

    IEnumerable<Finding> Foreign()
    {
        string[] known = [Own, .. BranchFormat.All.Select(kind => kind.Folder)];
        return disk.Folders(dataFolder).Where(folder => !known.Contains(folder.Name)).Select(folder => folder.FullName)
            .Concat(disk.Files(dataFolder).Select(file => file.FullName))
            .Select(path => new Finding(FindingKind.Note, path, $"{path} is no part of user data and is never read."));
    }

    IEnumerable<Finding> Of(BranchFormat kind, DirectoryInfo user)
    {
        if (!IsReachable(user.Name, withOld: true))
        {
            yield return new(FindingKind.Unreachable, user.FullName, $"{user.FullName}: no user id leads to a folder of this name. Rename it to {NamePath.Of(user.Name).Safe}.");
        }

        var files = disk.Files(Path.Combine(user.FullName, branchFolder)).OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        var names = files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        if (Pointer(user, names) is { } pointer)
        {
            yield return pointer;
        }

        foreach (var folder in disk.Folders(user.FullName).Where(folder => folder.Name != branchFolder))
        {
            yield return new(FindingKind.Note, folder.FullName, $"{folder.FullName} is not the folder of branches ({branchFolder}, USER_DATA_SUB_DIR_NAME) and is never read.");
        }

        foreach (var finding in files.SelectMany(file => Of(kind, file, names)))
        {
            yield return finding;
        }
    }

    IEnumerable<Finding> Of(BranchFormat kind, FileInfo file, HashSet<string> names)
    {
        var path = file.FullName;
        var name = Path.GetFileNameWithoutExtension(file.Name);
        switch (file.Extension)
        {
            case BranchFile.Ending:
                return Branch(kind, file, name, withOld: false, bytes => Log(kind, bytes, path));
            case PythonData.Ending when names.Contains(NamePath.Of(name).Safe + BranchFile.Ending):
                // Never read again.
                return [];
            case PythonData.Ending:
                return Branch(kind, file, name, withOld: true, bytes => Python(kind, bytes, path));
            case ".tmp":
                return [new(FindingKind.Leftover, path, $"{path} was being made when the program was killed; it means nothing.")];
            default:
                return [new(FindingKind.Note, path, $"{path} is no branch and is never read.")];
        }
    }

    IEnumerable<Finding> Branch(BranchFormat kind, FileInfo file, string name, bool withOld, Func<byte[], Finding?> read)
    {
        Totals = Totals with { Branches = Totals.Branches + 1, Bytes = Totals.Bytes + file.Length };
        if (!IsReachable(name, withOld))
        {
            yield return new(FindingKind.Unreachable, file.FullName, $"{file.FullName}: no {kind.Name} branch id leads to a file of this name. Rename it to {NamePath.Of(name).Safe}{file.Extension}.");
        }

        if (disk.Read(file.FullName) is { } bytes && read(bytes) is { } finding)
        {
            yield return finding;
        }
    }

    static Finding? Log(BranchFormat kind, byte[] bytes, string path)
    {
        try
        {
            var content = kind.Read(bytes, path);
            return content.TornTail.Length == 0 ? null : new(
                FindingKind.Torn, path, $"{path} ends with {content.TornTail.Length} bytes of a write that never ended; they are no part of the branch.");
        }
        catch (StorageException error)
        {
            return new(error.IsNewer ? FindingKind.Newer : FindingKind.Damaged, path, error.Message);
        }
    }

    static Finding? Python(BranchFormat kind, byte[] bytes, string path)
    {
        try
        {
            kind.FromPython(bytes, path);
            return null;
        }
        catch (FormatException error)
        {
            return new(FindingKind.Damaged, path, $"{path}: {error.Message}");
        }
    }

    Finding? Pointer(DirectoryInfo user, HashSet<string> names)
    {
        var path = Path.Combine(user.FullName, "metadata.json");
        if (disk.Read(path) is not { } bytes)
        {
            return null;
        }

        if (!PointerFile.TryRead(bytes, out var current))
        {
            return new(FindingKind.Damaged, path, $"{path} cannot be read: the current branch counts as default, and the user's id as the folder's name.");
        }

        var branch = current is null ? null : BranchName.Stored(current);
        string?[] candidates = [branch?.Path.Safe, branch?.Path.Old, branch?.Path.Distinct];
        return branch is null || candidates.Any(name => names.Contains(name + BranchFile.Ending) || names.Contains(name + PythonData.Ending))
            ? null
            : new(FindingKind.Note, path, $"{path}: the current branch, {current}, has no file yet; it is empty.");
    }

    /// <summary>Whether some id is stored under the name: the name itself is the first to ask.</summary>
    static bool IsReachable(string name, bool withOld)
    {
        var path = NamePath.Of(name);
        return path.Safe == name || (withOld && path.Old == name);
    }
}
