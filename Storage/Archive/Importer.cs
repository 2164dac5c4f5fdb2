namespace Repeater.Storage.Archive;

/// <summary>
/// Takes users over from a source, each whole or not at all: everything is read and judged first, then written elsewhere, then
/// moved to its place by an <see cref="ImportJournal"/>. Works while the server does.
/// </summary>
sealed class Importer(UserStore store, ImportOptions options)
{
    readonly StorageRoot _root = store.Root;

    /// <exception cref="ImportException">The source cannot be read, or does not say whose data it is.</exception>
    /// <exception cref="StorageException">The data folder cannot be used; nothing was changed.</exception>
    public async Task<ImportedUser> ImportAsync(SourceUser source)
    {
        var user = options.User ?? Guarded(source.Find)
            ?? throw new ImportException("The source does not say whose data it is. Name the user.");
        var incoming = await _root.Threads.RunAsync(() => Incoming(source, user).ToList());
        var judged = incoming.Where(branch => branch.Problem is not null)
            .Select(branch => new ImportedBranch(branch.File.Kind.Name, branch.Shown, ImportOutcome.Refused, branch.Problem)).ToList();
        if (judged.Count > 0)
        {
            return new(user.Raw, judged);
        }

        var holds = new Stack<IAsyncDisposable>();
        try
        {
            foreach (var kind in store.Kinds)
            {
                holds.Push(await kind.HoldAsync(user, incoming.Where(branch => branch.File.Kind.Name == kind.Format.Name).Select(branch => branch.Branch!)));
            }

            return await _root.Threads.RunAsync(() => FailedWrite.Guard("the import", () => Import(user, source, incoming)));
        }
        finally
        {
            while (holds.TryPop(out var hold))
            {
                await hold.DisposeAsync();
            }
        }
    }

    /// <summary>The files that are wanted, each read and understood or with its problem.</summary>
    IEnumerable<IncomingBranch> Incoming(SourceUser source, UserName user)
    {
        var wanted = source.Files.Where(file => file.Format != SourceFormat.Pointer && (options.Kind is null || file.Kind.Name == options.Kind)).ToList();
        var logs = wanted.Where(file => file.Format == SourceFormat.Log).Select(file => (file.Kind, NamePath.Of(file.Name).Safe)).ToHashSet();
        var seen = new HashSet<(BranchFormat, BranchName)>();
        foreach (var file in wanted.Where(file => file.Format != SourceFormat.Python || !logs.Contains((file.Kind, NamePath.Of(file.Name).Safe))))
        {
            var branch = IncomingBranch.Of(file, user, options.Branch);
            if (branch.IsDeleted || (options.Branch is { } only && branch.Branch is { } found && found != only))
            {
                continue;
            }

            yield return branch.Branch is { } name && !seen.Add((file.Kind, name))
                ? branch with { Problem = $"{file.Shown} is a second file of the branch {name}. Keep one of them." }
                : branch;
        }
    }

    ImportedUser Import(UserName user, SourceUser source, List<IncomingBranch> incoming)
    {
        var plan = incoming.Select(branch => (Branch: branch, Result: Judge(user, branch))).ToList();
        var report = new ImportedUser(user.Raw, [.. plan.Select(step => step.Result)]);
        if (options.DryRun || report.IsRefused)
        {
            return report;
        }

        // The lock is the pointer files' own.
        _root.InFolder(() => Path.Combine(_root.Own, "import", "x"), _ =>
        {
            lock (_root.LockOf(user))
            {
                Write(user, source, plan.Where(step => step.Result.Outcome != ImportOutcome.Same).Select(step => step.Branch));
                return true;
            }
        });
        return report;
    }

    void Write(UserName user, SourceUser source, IEnumerable<IncomingBranch> branches)
    {
        var journal = new ImportJournal(_root);
        try
        {
            foreach (var branch in branches)
            {
                Stage(journal, user, branch);
            }

            StagePointers(journal, user, source);
        }
        catch
        {
            journal.Abandon();
            throw;
        }

        if (!journal.IsEmpty)
        {
            journal.Commit();
        }
    }

    ImportedBranch Judge(UserName user, IncomingBranch incoming)
    {
        var kind = incoming.File.Kind;
        var (own, python) = _root.BranchFiles(kind.Folder, user, incoming.Branch!);
        var there = _root.Disk.Read(own);
        var isDeleted = there is not null && BranchLog.IsEmptied(there, own);
        there ??= _root.Disk.Read(python);
        var outcome = there is null || isDeleted ? ImportOutcome.New
            : there.AsSpan().SequenceEqual(incoming.LogBytes()) || there.AsSpan().SequenceEqual(incoming.PythonBytes()) ? ImportOutcome.Same
            : Replaced(user, incoming)?.Has(incoming) is true ? ImportOutcome.Same
            : options.Replace ? ImportOutcome.Replaced
            : ImportOutcome.Conflict;
        return new(kind.Name, incoming.Branch!.Raw, outcome, outcome == ImportOutcome.Conflict
            ? $"The {kind.Name} branch {incoming.Branch} of {user} is there already and differs. With replace it would become the imported one, which can be undone."
            : null);
    }

    ReplacedBranch? Replaced(UserName user, IncomingBranch incoming)
    {
        var (own, python) = _root.BranchFiles(incoming.File.Kind.Folder, user, incoming.Branch!);
        return ReplacedBranch.Read(_root.Disk.Read(own), _root.Disk.Read(python), incoming);
    }

    /// <summary>
    /// A file of the Python backend stays one where nothing is in its way; else it becomes a line of one of ours. What is in the way and
    /// cannot be read goes to the trash.
    /// </summary>
    void Stage(ImportJournal journal, UserName user, IncomingBranch incoming)
    {
        var kind = incoming.File.Kind;
        var (own, python) = _root.BranchFiles(kind.Folder, user, incoming.Branch!);
        if (Replaced(user, incoming) is { } replaced)
        {
            journal.Stage(own, replaced.With(incoming, _root.Clock.GetUtcNow()), kept: null);
            return;
        }

        var there = _root.Disk.Read(own);
        if (there is null && incoming.PythonBytes() is { Length: > 0 } bytes && incoming.Branch!.Path.Old is null && !_root.Disk.Exists(python))
        {
            journal.Stage(python, bytes, kept: null);
        }
        else
        {
            var isWorthKeeping = there is not null && !BranchLog.IsEmptied(there, own);
            journal.Stage(own, incoming.LogBytes(), isWorthKeeping ? _root.TrashFile(kind.Folder, user, incoming.Branch!) : null);
        }
    }

    void StagePointers(ImportJournal journal, UserName user, SourceUser source)
    {
        foreach (var kind in BranchFormat.All.Where(kind => options.Kind is null || kind.Name == options.Kind))
        {
            var folder = _root.UserFolder(kind.Folder, user);
            var path = Path.Combine(folder, ArchiveNames.Pointer);
            var pointer = options.Branch is null ? source.Files.FirstOrDefault(file => file.Format == SourceFormat.Pointer && file.Kind == kind) : null;
            var hasBranch = source.Files.Any(file => file.Format != SourceFormat.Pointer && file.Kind == kind);
            if ((pointer is not null || hasBranch)
                && PointerFile.Merge(_root.Disk.Read(path), pointer?.Read(), user, Path.GetFileName(folder), options.Replace) is { } bytes)
            {
                journal.Stage(path, bytes, kept: null);
            }
        }
    }

    static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"The source cannot be read: {error.Message}", error);
        }
    }
}
