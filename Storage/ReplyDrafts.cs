namespace Repeater.Storage;

/// <summary>What to do with a reply that nobody ended.</summary>
/// <param name="User">Whose turn it was.</param>
/// <param name="Branch">Where it belongs.</param>
/// <param name="Operation">As it would have been done for a reply that broke off there.</param>
sealed record ReplyDraft(UserName User, BranchName Branch, BranchOperation Operation);

/// <summary>
/// Replies under way, a file each: a branch file with the one operation that stores the reply as far as it has come. Replaced whole and
/// not flushed, so it survives the end of the program and not a power cut; the turn itself is stored as any other.
/// </summary>
sealed class ReplyDrafts(StorageRoot root)
{
    readonly Disk _disk = new(Durability.Os);

    string Folder => Path.Combine(root.Own, "turns");

    /// <summary>A place for one; nothing is written yet.</summary>
    /// <param name="id">Fit for a file name, and nobody else's.</param>
    public DraftFile New(string id) => new(root, _disk, Path.Combine(Folder, id + BranchFile.Ending));

    /// <summary>What an earlier server left behind. A file that is none is left where it is.</summary>
    /// <exception cref="StorageException">The folder cannot be read.</exception>
    public Task<List<(DraftFile File, ReplyDraft Draft)>> ReadAllAsync() => root.Threads.RunAsync(
        () => FailedWrite.Guard("reading replies that were cut off", () =>
        {
            var found = new List<(DraftFile, ReplyDraft)>();
            foreach (var file in _disk.Files(Folder).Where(file => file.Name.EndsWith(BranchFile.Ending, StringComparison.Ordinal)))
            {
                if (Read(file.FullName) is { } draft)
                {
                    found.Add((new DraftFile(root, _disk, file.FullName), draft));
                }
            }

            return found;
        }));

    ReplyDraft? Read(string path)
    {
        try
        {
            return _disk.Read(path) is { } bytes
                && BranchFile.Parse(bytes, path) is { Operations: [{ Operation: var operation }], Header: var header }
                && UserName.TryParse(header.User, out _) is { } user
                && BranchName.TryParse(header.Branch, out _) is { } branch
                    ? new ReplyDraft(user, branch, operation)
                    : null;
        }
        catch (StorageException)
        {
            // The power went too: half of a draft is none.
            return null;
        }
    }
}

/// <summary>The draft of one reply. Its calls may overlap: after <see cref="RemoveAsync"/> nothing is written any more.</summary>
sealed class DraftFile(StorageRoot root, Disk disk, string path)
{
    readonly Lock _lock = new();
    bool _isOver;

    /// <exception cref="StorageException">It cannot be written.</exception>
    public Task WriteAsync(ReplyDraft draft) => RunAsync("keeping a reply that is being written", () =>
    {
        if (_isOver)
        {
            return;
        }

        var now = root.Clock.GetUtcNow();
        var header = new BranchHeader
        {
            Version = BranchHeader.CurrentVersion,
            Kind = "context",
            Branch = draft.Branch.Raw,
            User = draft.User.Raw,
            Created = now,
        };
        disk.MakeFolder(Path.GetDirectoryName(path)!);
        disk.Replace(path, [.. BranchFile.Line(header), .. BranchFile.Line(draft.Operation with { At = now })]);
    });

    /// <exception cref="StorageException">It cannot be removed.</exception>
    public Task RemoveAsync() => RunAsync("removing the draft of a reply", () =>
    {
        _isOver = true;
        disk.Delete(path);
    });

    Task<bool> RunAsync(string doing, Action action) => root.Threads.RunAsync(() => FailedWrite.Guard(doing, () =>
    {
        lock (_lock)
        {
            action();
        }

        return true;
    }));
}
