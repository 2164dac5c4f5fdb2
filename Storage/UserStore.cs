namespace Repeater.Storage;

/// <summary>Everybody's data: the three kinds of branches in one data folder, which it holds for itself alone.</summary>
sealed class UserStore : IDisposable
{
    readonly StorageRoot _root;
    readonly Trash _trash;

    /// <exception cref="StorageException">The folder cannot be used, or another server has it.</exception>
    public UserStore(Settings settings, TimeProvider clock, ILogger<UserStore> logger, Disk? disk = null)
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
        _trash = new(_root, settings.TrashRetentionDays);
    }

    public BranchStore<Conversation> Contexts { get; }

    public BranchStore<string> Prompts { get; }

    public BranchStore<UserValues> Configs { get; }

    /// <summary>Waits for what is being written, then gives the folder free.</summary>
    public void Dispose()
    {
        _trash.Dispose();
        _root.Dispose();
    }
}
