namespace Repeater.Storage;

/// <summary>What all parts of storage share: where the data is, how it is written, what is kept in memory.</summary>
sealed class StorageRoot : IDisposable
{
    const string OwnFolder = ".repeater";

    readonly string _branchFolder;
    readonly bool _ignoresCase;
    readonly DataLock _lock;
    readonly Lock _makingNames = new();
    readonly Lock[] _userLocks = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];

    /// <exception cref="StorageException">The folder cannot be used, or another server has it.</exception>
    public StorageRoot(string path, string branchFolder, Disk disk, long cacheBytes, TimeProvider clock, ILogger logger)
    {
        if (branchFolder is "" or "." or ".." || branchFolder.AsSpan().ContainsAny('/', '\\', '\0'))
        {
            throw new StorageException(
                StorageFailure.Unavailable, $"'{branchFolder}' cannot be USER_DATA_SUB_DIR_NAME: it has to be the name of one folder.");
        }

        Path = System.IO.Path.GetFullPath(path);
        _branchFolder = branchFolder;
        Disk = disk;
        Clock = clock;
        Logger = logger;
        Cache = new(cacheBytes);
        _lock = DataLock.Take(Path, Own, disk);
        _ignoresCase = disk.Spelling(Own, DataLock.FileName.ToUpperInvariant()) is not null;
        Threads = new();
    }

    public Disk Disk { get; }

    public DiskThreads Threads { get; }

    public StateCache Cache { get; }

    public TimeProvider Clock { get; }

    public ILogger Logger { get; }

    public string Path { get; }

    /// <summary>For files that are nobody's data: lock, trash, keys.</summary>
    public string Own => OwnFolderOf(Path);

    public string Trash => System.IO.Path.Combine(Own, "trash");

    public static string OwnFolderOf(string dataFolder) => System.IO.Path.Combine(dataFolder, OwnFolder);

    /// <summary>Guards files that are read, changed and replaced; the same user gets the same lock.</summary>
    public Lock LockOf(UserName user) => _userLocks[(uint)user.GetHashCode() % (uint)_userLocks.Length];

    public string KindFolder(string kind) => System.IO.Path.Combine(Path, kind);

    public string UserFolder(string kind, UserName user)
    {
        var folder = KindFolder(kind);
        if (user.Path.Old is { } old && Disk.Exists(System.IO.Path.Combine(folder, old)))
        {
            return System.IO.Path.Combine(folder, old);
        }

        var hasOther = _ignoresCase && Disk.Spelling(folder, user.Path.Safe) is { } spelled && spelled != user.Path.Safe;
        return System.IO.Path.Combine(folder, hasOther ? user.Path.Distinct : user.Path.Safe);
    }

    public string BranchFolder(string kind, UserName user) => System.IO.Path.Combine(UserFolder(kind, user), _branchFolder);

    /// <summary>Our own file of a branch, and the one the Python backend would have, whether they are there or not.</summary>
    public (string Own, string Python) BranchFiles(string kind, UserName user, BranchName branch)
    {
        var folder = BranchFolder(kind, user);
        var safe = _ignoresCase && (IsOfAnother(folder, branch.Path.Safe + BranchFile.Ending) || IsOfAnother(folder, branch.Path.Safe + PythonData.Ending))
            ? branch.Path.Distinct
            : branch.Path.Safe;
        var own = System.IO.Path.Combine(folder, safe + BranchFile.Ending);
        var python = System.IO.Path.Combine(folder, safe + PythonData.Ending);
        var old = branch.Path.Old is { } name ? System.IO.Path.Combine(folder, name + PythonData.Ending) : python;
        return (own, old != python && Disk.Exists(old) ? old : python);
    }

    /// <summary>
    /// Makes the folders above a file in the data folder. Between looking for a free name and taking it nobody else may do
    /// the same where names that differ in case are one.
    /// </summary>
    public T InFolder<T>(Func<string> path, Func<string, T> write)
    {
        if (!_ignoresCase)
        {
            return Write();
        }

        lock (_makingNames)
        {
            return Write();
        }

        T Write()
        {
            EnsureThere();
            var file = path();
            MakeFolders(System.IO.Path.GetDirectoryName(file)!);
            return write(file);
        }
    }

    /// <summary>
    /// Before something is taken for absent: a data folder that is not there, such as one on a disk that is no longer mounted,
    /// must not look like one without data.
    /// </summary>
    /// <exception cref="IOException">It is gone.</exception>
    public void EnsureThere()
    {
        if (!Disk.Exists(System.IO.Path.Combine(Own, DataLock.FileName)))
        {
            throw new IOException($"{Path} is not what it was when the server started: its {OwnFolder} folder is gone");
        }
    }

    public string TrashFolder(string kind, UserName user) => System.IO.Path.Combine(Trash, kind, user.Path.Safe);

    /// <summary>A name in the trash that nothing has yet.</summary>
    public string TrashFile(string kind, UserName user, BranchName branch)
    {
        var now = Clock.GetUtcNow();
        // Undo takes the last one: also of two deleted in one moment, or when the clock was set back.
        var next = DeletedBranches.List(this, kind, user, branch) is [var last, ..] ? last.At + TimeSpan.FromMilliseconds(1) : now;
        return System.IO.Path.Combine(TrashFolder(kind, user), $"{branch.Path.Safe}~{Stamp.Of(next > now ? next : now)}{BranchFile.Ending}");
    }

    /// <summary>Waits for what is being written, then gives the folder free.</summary>
    public void Dispose()
    {
        Threads.Dispose();
        _lock.Dispose();
    }

    bool IsOfAnother(string folder, string name) => Disk.Spelling(folder, name) is { } spelled && spelled != name;

    void MakeFolders(string folder)
    {
        var made = Path;
        foreach (var part in System.IO.Path.GetRelativePath(Path, folder).Split(System.IO.Path.DirectorySeparatorChar))
        {
            made = System.IO.Path.Combine(made, part);
            Disk.MakeFolder(made);
        }
    }
}
