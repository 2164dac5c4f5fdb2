namespace Repeater.Storage;

/// <summary>A branch in the trash.</summary>
/// <param name="Id">Names it in its user's trash.</param>
/// <param name="Branch">The id it had; mostly the file's name, as in <see cref="BranchListing"/>.</param>
/// <param name="At">When it was deleted.</param>
/// <param name="Bytes">Of its file.</param>
/// <param name="Path">Its file.</param>
sealed record DeletedBranch(string Id, string Branch, DateTimeOffset At, long Bytes, string Path);

/// <summary>What the trash holds of one user and kind.</summary>
/// <remarks>All throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</remarks>
static class DeletedBranches
{
    /// <summary>The last deleted first. What has no moment in its name was not put there by us.</summary>
    public static IReadOnlyList<DeletedBranch> List(StorageRoot root, string kindFolder, UserName user)
    {
        var found = new List<DeletedBranch>();
        foreach (var file in root.Disk.Files(root.TrashFolder(kindFolder, user)).Where(file => file.Extension == BranchFile.Ending))
        {
            var id = file.Name[..^BranchFile.Ending.Length];
            if (NameIn(id) is { } name && Stamp.Read(id) is { } at)
            {
                found.Add(new(id, BranchOf(root, file, name), at, file.Length, file.FullName));
            }
        }

        return [.. found.OrderByDescending(branch => branch.At).ThenBy(branch => branch.Id, StringComparer.Ordinal)];
    }

    public static IReadOnlyList<DeletedBranch> List(StorageRoot root, string kindFolder, UserName user, BranchName branch) =>
        [.. List(root, kindFolder, user).Where(deleted => BranchName.Stored(deleted.Branch) == branch)];

    /// <summary>The name of the branch in an id of one that is deleted; null for what is no such id.</summary>
    public static string? NameIn(string id) =>
        id.Length > Stamp.Length && id[^(Stamp.Length + 1)] == '~' ? id[..^(Stamp.Length + 1)] : null;

    static string BranchOf(StorageRoot root, FileInfo file, string name)
    {
        try
        {
            return NamePath.IsHashed(name) && root.Disk.Read(file.FullName) is { } bytes
                ? BranchFile.Parse(bytes, file.FullName, withTurns: false).Header.Branch
                : name;
        }
        catch (StorageException)
        {
            return name;
        }
    }
}
