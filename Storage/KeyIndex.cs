namespace Repeater.Storage;

/// <summary>
/// Which branch of a user an Idempotency-Key of the last day stands in. The keys stand in the branches' own files; this is only
/// what was found there, and what was added since. <see cref="CacheEntry.Gate"/> keeps two requests of one user with keys apart.
/// </summary>
sealed class KeyIndex(string cacheKey) : CacheEntry(cacheKey)
{
    /// <summary>How long a key is known.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>Of one user and kind; beyond that the oldest are forgotten.</summary>
    const int MostKeys = 1000;

    const int BytesPerKey = 400;

    readonly Dictionary<string, (BranchName Branch, DateTimeOffset At)> _places = new(StringComparer.Ordinal);
    readonly Lock _lock = new();

    public override long Bytes => BytesPerKey * (long)_places.Count;

    /// <summary>The files were looked through.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Null for a key that is new, or too old.</summary>
    public BranchName? Find(string key, DateTimeOffset now)
    {
        lock (_lock)
        {
            return _places.TryGetValue(key, out var place) && place.At > now - Lifetime ? place.Branch : null;
        }
    }

    public void Add(string key, BranchName branch, DateTimeOffset at)
    {
        lock (_lock)
        {
            // The same key may stand in an older line of a branch that was copied or deleted.
            if (!_places.TryGetValue(key, out var known) || known.At <= at)
            {
                _places[key] = (branch, at);
            }

            if (_places.Count > MostKeys)
            {
                foreach (var (old, _) in _places.OrderBy(place => place.Value.At).Take(MostKeys / 2).ToList())
                {
                    _places.Remove(old);
                }
            }
        }
    }

    /// <summary>Looks through the branches that were written to, or deleted, in the last day.</summary>
    /// <exception cref="IOException">Or <see cref="UnauthorizedAccessException"/>: something cannot be read.</exception>
    public void Complete(StorageRoot root, string kindFolder, UserName user)
    {
        // A file's time is the system's, whatever clock the rest goes by.
        var recent = DateTime.UtcNow - Lifetime;
        foreach (var file in root.Disk.Files(root.BranchFolder(kindFolder, user)))
        {
            if (file.Extension == BranchFile.Ending && file.LastWriteTimeUtc > recent && root.Disk.Read(file.FullName) is { } bytes)
            {
                AddAll(bytes, file.FullName);
            }
        }

        foreach (var deleted in DeletedBranches.List(root, kindFolder, user).Where(deleted => deleted.At > root.Clock.GetUtcNow() - Lifetime))
        {
            if (root.Disk.Read(deleted.Path) is { } bytes)
            {
                AddAll(bytes, deleted.Path);
            }
        }

        IsComplete = true;
    }

    /// <summary>Forgets what was found: a branch has another name now.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _places.Clear();
            IsComplete = false;
        }
    }

    void AddAll(byte[] bytes, string path)
    {
        BranchContent content;
        try
        {
            content = BranchFile.Parse(bytes, path, withTurns: false);
        }
        catch (StorageException)
        {
            // A damaged branch answers nothing, a repeated request neither.
            return;
        }

        var branch = BranchName.Stored(content.Header.Branch);
        if (content.Header.Key is { } deletion)
        {
            Add(deletion, branch, content.Header.Created);
        }

        foreach (var (_, operation) in content.Operations)
        {
            if (operation.Key is { } key)
            {
                Add(key, branch, operation.At);
            }

            if (operation is Undelete { DeletionKey: { } undone })
            {
                Add(undone, branch, operation.At);
            }
        }
    }
}
