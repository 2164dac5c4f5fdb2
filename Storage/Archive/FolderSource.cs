namespace Repeater.Storage.Archive;

/// <summary>A data folder of the Python backend, or of another Repeater. Nothing in it is changed.</summary>
sealed class FolderSource : ImportSource
{
    readonly string _folder;
    readonly string _branchFolder;
    readonly Disk _disk;

    /// <param name="folder">With folders such as <c>Context_UserData</c> in it.</param>
    /// <param name="branchFolder">The folder of the branches in each user's folder.</param>
    /// <param name="disk">Reads.</param>
    /// <exception cref="ImportException">It is no data folder.</exception>
    public FolderSource(string folder, string branchFolder, Disk disk)
    {
        (_folder, _branchFolder, _disk) = (folder, branchFolder, disk);
        if (BranchFormat.All.All(kind => !disk.Exists(Path.Combine(folder, kind.Folder))))
        {
            throw new ImportException(
                $"{folder} is no data folder: none of {string.Join(", ", BranchFormat.All.Select(kind => kind.Folder))} is in it. "
                + "Name the folder that holds them (USER_DATA_DIR of the server it comes from), or a zip file of such data.");
        }
    }

    public override IEnumerable<SourceUser> Users()
    {
        var users = new OrderedDictionary<string, List<(BranchFormat Kind, string Folder)>>(StringComparer.Ordinal);
        foreach (var kind in BranchFormat.All)
        {
            foreach (var user in _disk.Folders(Path.Combine(_folder, kind.Folder)).OrderBy(user => user.Name, StringComparer.Ordinal))
            {
                var key = NamePath.Of(user.Name).Safe;
                if (!users.TryGetValue(key, out var folders))
                {
                    users.Add(key, folders = []);
                }

                folders.Add((kind, user.Name));
            }
        }

        return users.Values.Select(folders => new SourceUser([.. folders.SelectMany(place => Files(place.Kind, place.Folder))]))
            .Where(user => user.Files.Count > 0);
    }

    IEnumerable<SourceFile> Files(BranchFormat kind, string user)
    {
        var folder = Path.Combine(_folder, kind.Folder, user);
        var pointer = new FileInfo(Path.Combine(folder, ArchiveNames.Pointer));
        if (_disk.Exists(pointer.FullName))
        {
            yield return File(kind, user, pointer, SourceFormat.Pointer);
        }

        foreach (var file in _disk.Files(Path.Combine(folder, _branchFolder)).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            if (ArchiveFile.FormatOf(file.Name) is { } format)
            {
                yield return File(kind, user, file, format);
            }
            else
            {
                Notes.Add($"{file.FullName} is no branch and was left out.");
            }
        }
    }

    SourceFile File(BranchFormat kind, string user, FileInfo file, SourceFormat format) => new(
        kind,
        user,
        Path.GetFileNameWithoutExtension(file.Name),
        format,
        file.FullName,
        file.LastWriteTimeUtc,
        () => _disk.Read(file.FullName) ?? throw new ImportException($"{file.FullName} is no longer there."));
}

/// <summary>What the name of a file in a folder of branches says.</summary>
static class ArchiveFile
{
    /// <summary>Null for what is no branch: the end of a write that was set aside, a file that was just being made.</summary>
    public static SourceFormat? FormatOf(string name) =>
        name.EndsWith(BranchFile.Ending, StringComparison.Ordinal) ? SourceFormat.Log
        : name.EndsWith(PythonData.Ending, StringComparison.Ordinal) ? SourceFormat.Python
        : null;
}
