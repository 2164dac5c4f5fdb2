namespace Repeater.Storage;

/// <summary>What all parts of storage share: where the data is, how it is written, what is kept in memory.</summary>
sealed class StorageRoot(string path, string branchFolder, Disk disk, long cacheBytes, TimeProvider clock, ILogger logger) : IDisposable
{
    const string OwnFolder = ".repeater";

    readonly Lock[] _locks = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];

    public Disk Disk { get; } = disk;

    public DiskThreads Threads { get; } = new();

    public StateCache Cache { get; } = new(cacheBytes);

    public TimeProvider Clock { get; } = clock;

    public ILogger Logger { get; } = logger;

    /// <summary>Guards files that are read, changed and replaced; the same user gets the same lock.</summary>
    public Lock LockOf(UserName user) => _locks[(uint)user.GetHashCode() % (uint)_locks.Length];

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>For files that are nobody's data: lock, trash, keys.</summary>
    public string Own => System.IO.Path.Combine(Path, OwnFolder);

    public string KindFolder(string kind) => System.IO.Path.Combine(Path, kind);

    public string UserFolder(string kind, UserName user)
    {
        var folder = KindFolder(kind);
        var exact = System.IO.Path.Combine(folder, user.Path.Exact);
        return user.Path.Exact != user.Path.Safe && Directory.Exists(exact)
            ? exact
            : System.IO.Path.Combine(folder, user.Path.Safe);
    }

    public string BranchFolder(string kind, UserName user) => System.IO.Path.Combine(UserFolder(kind, user), branchFolder);

    /// <summary>The branch's file without its ending.</summary>
    public string BranchStem(string kind, UserName user, BranchName branch)
    {
        var folder = BranchFolder(kind, user);
        var exact = System.IO.Path.Combine(folder, branch.Path.Exact);
        return branch.Path.Exact != branch.Path.Safe && (File.Exists(exact + ".jsonl") || File.Exists(exact + ".json"))
            ? exact
            : System.IO.Path.Combine(folder, branch.Path.Safe);
    }

    /// <summary>A name in the trash that nothing has yet.</summary>
    public string TrashFile(string kind, UserName user, BranchName branch) =>
        System.IO.Path.Combine(Own, "trash", kind, user.Path.Safe, $"{branch.Path.Safe}~{Stamp()}.jsonl");

    /// <summary>Sorts by time and is different at every call.</summary>
    public string Stamp() => $"{Clock.GetUtcNow():yyyyMMdd'T'HHmmssfff}-{Random.Shared.Next(0x1000000):x6}";

    public void Dispose() => Threads.Dispose();
}
