using Repeater.Storage.Archive;

namespace Repeater.Storage;

/// <summary>Everybody's data: the three kinds of branches in one data folder, which it holds for itself alone.</summary>
sealed class UserStore : IDisposable
{
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
