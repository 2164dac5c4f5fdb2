namespace Repeater.Storage;

/// <summary>What the folders of a kind hold. Looking makes nothing.</summary>
static class BranchListing
{
    const string OwnEnding = ".jsonl";
    const string PythonEnding = ".json";

    /// <summary>File names without ending are ids of their branches: a name maps to itself.</summary>
    public static IReadOnlyList<string> Branches(StorageRoot root, string kindFolder, UserName user)
    {
        var folder = new DirectoryInfo(root.BranchFolder(kindFolder, user));
        if (!folder.Exists)
        {
            return [];
        }

        var own = Names(folder, OwnEnding);
        var python = Names(folder, PythonEnding);
        own.RemoveWhere(name => python.Contains(name) && IsHidden(root, Path.Combine(folder.FullName, name + OwnEnding)) && python.Remove(name));
        return [.. own.Union(python).Order(StringComparer.Ordinal)];
    }

    public static IReadOnlyList<string> Users(StorageRoot root, string kindFolder)
    {
        var folder = new DirectoryInfo(root.KindFolder(kindFolder));
        return folder.Exists
            ? [.. folder.EnumerateDirectories().Select(user => UserPointers.RawUserId(root, user.FullName) ?? user.Name).Order(StringComparer.Ordinal)]
            : [];
    }

    static HashSet<string> Names(DirectoryInfo folder, string ending) =>
        [.. folder.EnumerateFiles().Select(file => file.Name)
            .Where(name => name.EndsWith(ending, StringComparison.Ordinal))
            .Select(name => name[..^ending.Length])];

    /// <summary>A file with nothing but a header that says so only hides the older file beside it.</summary>
    static bool IsHidden(StorageRoot root, string path)
    {
        try
        {
            return root.Disk.Read(path) is { } bytes
                && BranchFile.Parse(bytes, path) is { Header.Deleted: true, Operations.Count: 0 };
        }
        catch (StorageException)
        {
            return false;
        }
    }
}
