namespace Repeater.Storage;

/// <summary>What the folders of a kind hold. Looking makes nothing.</summary>
/// <remarks>All throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</remarks>
static class BranchListing
{
    /// <summary>A file that only says that its branch is gone is not longer.</summary>
    const int LongestRemains = 64 * 1024;

    /// <summary>Ids of the branches that have a file. Mostly file names: a name is an id that maps to itself.</summary>
    public static IReadOnlyList<string> Branches(StorageRoot root, string kindFolder, UserName user)
    {
        var files = root.Disk.Files(root.BranchFolder(kindFolder, user));
        if (files.Count == 0)
        {
            root.EnsureThere();
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var branches = new List<string>();
        foreach (var file in files.Where(file => file.Name.EndsWith(BranchFile.Ending, StringComparison.Ordinal)))
        {
            var name = file.Name[..^BranchFile.Ending.Length];
            names.Add(name);
            var content = NamePath.IsHashed(name) || file.Length <= LongestRemains ? TryRead(root, file.FullName) : null;
            if (content is not { IsEmptied: true })
            {
                branches.Add(content is not null && NamePath.IsHashed(name) ? content.Header.Branch : name);
            }
        }

        var python = files.Where(file => file.Name.EndsWith(PythonData.Ending, StringComparison.Ordinal))
            .Select(file => file.Name[..^PythonData.Ending.Length])
            .Where(name => !names.Contains(NamePath.Of(name).Safe));
        return [.. branches.Union(python).Order(StringComparer.Ordinal)];
    }

    /// <summary>Ids of the users that have a folder, as they were first sent where that is known.</summary>
    public static IReadOnlyList<string> Users(StorageRoot root, string kindFolder)
    {
        var folders = root.Disk.Folders(root.KindFolder(kindFolder));
        if (folders.Count == 0)
        {
            root.EnsureThere();
        }

        return [.. folders.Select(folder => PointerFile.UserId(root, folder) ?? folder.Name).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Null when it cannot be read: it has a file all the same.</summary>
    static BranchContent? TryRead(StorageRoot root, string path)
    {
        try
        {
            return root.Disk.Read(path) is { } bytes ? BranchFile.Parse(bytes, path) : null;
        }
        catch (Exception error) when (error is StorageException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
