using Repeater.Storage.Archive;

namespace Repeater.Storage;

/// <summary>Everybody's data: the three kinds of branches in one data folder, which it holds for itself alone.</summary>
sealed class UserStore : IDisposable
{
    internal const string ProbeName = "probe";

    readonly StorageRoot _root;
    readonly Trash? _trash;

    /// <param name="settings">Name the folder.</param>
    /// <param name="clock">Says when things are done.</param>
    /// <param name="logger">Told what was found and mended.</param>
    /// <param name="disk">Null: the real one.</param>
    /// <param name="isReadOnly">For whoever only looks: the trash and an interrupted import stay as they are.</param>
    /// <exception cref="StorageException">The folder cannot be used, or another server has it.</exception>
    public UserStore(Settings settings, TimeProvider clock, ILogger<UserStore> logger, Disk? disk = null, bool isReadOnly = false)
    {
        _root = new StorageRoot(
            settings.UserDataDir,
            settings.UserDataSubDirName,
            disk ?? new Disk(settings.Durability),
            settings.CacheBytes,
            clock,
            logger);
        Contexts = new(new ContextKind(), _root);
        Prompts = new(new PromptKind(), _root);
        Configs = new(new ConfigKind(), _root);
        Drafts = new(_root);
        if (isReadOnly)
        {
            return;
        }

        try
        {
            ImportJournal.Recover(_root);
        }
        catch
        {
            _root.Dispose();
            throw;
        }

        _trash = new(_root, settings.TrashRetentionDays);
    }

    public BranchStore<Conversation> Contexts { get; }

    public BranchStore<string> Prompts { get; }

    public BranchStore<UserValues> Configs { get; }

    /// <summary>Replies that are not stored yet.</summary>
    public ReplyDrafts Drafts { get; }

    /// <summary>All three kinds, for what is done to them alike.</summary>
    public IReadOnlyList<IBranchFiles> Kinds => [Contexts, Prompts, Configs];

    internal StorageRoot Root => _root;

    /// <summary>Branches that can be read and not changed, since a failed write could not be taken back yet.</summary>
    public int ReadOnlyBranches => _root.Cache.Pinned;

    /// <summary>Memory for conversations in use, in bytes.</summary>
    public long CacheBytes => _root.Cache.Bytes;

    /// <summary>Writes a small file as branches are written, flushed, and removes it.</summary>
    /// <exception cref="StorageException">The data folder cannot be written.</exception>
    public Task ProbeAsync() => _root.Threads.RunAsync(() => FailedWrite.Guard("writing a probe", () =>
    {
        _root.EnsureThere();
        var path = Path.Combine(_root.Own, ProbeName);
        _root.Disk.Replace(path, "probe\n"u8);
        _root.Disk.Delete(path);
        return true;
    }));

    /// <summary>An empty file for what is larger than memory should hold; gone when closed.</summary>
    /// <exception cref="StorageException">The disk does not let it.</exception>
    public FileStream OpenTemporaryFile() => FailedWrite.Guard("receiving a file", () => ImportJournal.OpenUpload(_root));

    /// <summary>Waits for what is being written, then gives the folder free.</summary>
    public void Dispose()
    {
        _trash?.Dispose();
        _root.Dispose();
    }
}
