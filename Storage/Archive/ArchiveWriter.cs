using System.Text;

namespace Repeater.Storage.Archive;

/// <summary>
/// Puts users into a zip file: every branch of every kind with its history, the pointers, and a readable text of each branch.
/// Needs memory for one branch at a time, whatever the size of the whole.
/// </summary>
sealed class ArchiveWriter(UserStore store, Stream output)
{
    public const int Version = 1;

    readonly ZipWriter _zip = new(output, store.Root.Clock.GetUtcNow());

    /// <summary>
    /// One user, in front of it the three members of the Python backend's zip: the current branches of context, settings and
    /// prompt. A user nobody heard of has empty ones.
    /// </summary>
    /// <exception cref="StorageException">The disk does not answer; where nothing was written yet, the caller can still say so.</exception>
    public async Task WriteUserAsync(UserName user, CancellationToken cancel)
    {
        await AddCurrentAsync(store.Contexts, ArchiveNames.Context, user, cancel);
        await AddCurrentAsync(store.Configs, ArchiveNames.Config, user, cancel);
        await AddCurrentAsync(store.Prompts, ArchiveNames.Prompt, user, cancel);
        await AddManifestAsync(cancel);
        await AddUserAsync(user, cancel);
        await _zip.FinishAsync(cancel);
    }

    /// <summary>How many users <see cref="WriteAllAsync"/> will write.</summary>
    public async Task<int> CountAsync()
    {
        var users = new HashSet<UserName>();
        foreach (var kind in store.Kinds)
        {
            users.UnionWith((await kind.UsersAsync()).Select(id => UserName.TryParse(id, out _)).OfType<UserName>());
        }

        return users.Count;
    }

    /// <summary>Everybody. <paramref name="done"/> is called after each user with how many that were.</summary>
    /// <inheritdoc cref="WriteUserAsync"/>
    public async Task WriteAllAsync(Action<int> done, CancellationToken cancel)
    {
        await AddManifestAsync(cancel);
        var users = new HashSet<UserName>();
        foreach (var kind in store.Kinds)
        {
            foreach (var id in await kind.UsersAsync())
            {
                if (UserName.TryParse(id, out _) is { } user && users.Add(user))
                {
                    await AddUserAsync(user, cancel);
                    done(users.Count);
                }
            }
        }

        await _zip.FinishAsync(cancel);
    }

    /// <summary>A branch that cannot be read has no such member: an empty one would say that nothing was there.</summary>
    async Task AddCurrentAsync(IBranchFiles kind, string member, UserName user, CancellationToken cancel)
    {
        using var snapshot = await kind.SnapshotAsync(user, await kind.CurrentAsync(user));
        if (snapshot.State is { } state)
        {
            await _zip.AddAsync(member, BranchText.Member(state), cancel);
        }
    }

    Task AddManifestAsync(CancellationToken cancel) => _zip.AddAsync(
        ArchiveNames.Manifest,
        Encoding.UTF8.GetBytes($$"""{"repeater_archive":{{Version}},"created":"{{store.Root.Clock.GetUtcNow():O}}","by":"repeater {{BuildInfo.Version}}"}""" + "\n"),
        cancel);

    async Task AddUserAsync(UserName user, CancellationToken cancel)
    {
        foreach (var kind in store.Kinds)
        {
            var folder = Path.GetFileName(store.Root.UserFolder(kind.Format.Folder, user));
            if (await PointerAsync(kind, user) is { } pointer)
            {
                await _zip.AddAsync(ArchiveNames.PointerOf(kind.Format.Folder, folder), pointer, cancel);
            }

            foreach (var id in await kind.BranchesAsync(user))
            {
                using var snapshot = await kind.SnapshotAsync(user, BranchName.Stored(id));
                if (snapshot.File is { } file)
                {
                    await AddBranchAsync(kind.Format, user, folder, snapshot, file, cancel);
                }
            }
        }
    }

    async Task AddBranchAsync(
        BranchFormat format, UserName user, string folder, BranchSnapshot snapshot, FileStream file, CancellationToken cancel)
    {
        var name = Path.GetFileName(file.Name);
        await _zip.AddAsync(ArchiveNames.BranchOf(format.Folder, folder, name), file, snapshot.Length, cancel);
        var title = $"{format.Name} {snapshot.Branch} of {user}";
        var text = snapshot.State is { } state
            ? BranchText.Readable(state, title)
            : Encoding.UTF8.GetBytes($"{title}\n\nThis branch cannot be read: {snapshot.Problem}\n");
        await _zip.AddAsync(ArchiveNames.TextOf(format.Name, folder, Path.GetFileNameWithoutExtension(name)), text, cancel);
    }

    Task<byte[]?> PointerAsync(IBranchFiles kind, UserName user) => store.Root.Threads.RunAsync(() => FailedWrite.Guard(
        "reading the current branch",
        () => store.Root.Disk.Read(Path.Combine(store.Root.UserFolder(kind.Format.Folder, user), ArchiveNames.Pointer))));
}
