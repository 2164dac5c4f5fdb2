using System.CommandLine;
using System.Globalization;
using Repeater.Configuration;
using Repeater.Storage;
using Repeater.Storage.Archive;

namespace Repeater.Commands;

/// <summary>Takes data over from another place.</summary>
static class ImportCommand
{
    /// <summary>Their flushes to disk run together; memory holds a branch of each.</summary>
    const int UsersAtOnce = 16;

    public static Command Make(Surroundings surroundings, Func<ParseResult, Settings?> settings)
    {
        var source = new Argument<string>("SOURCE")
        {
            Description = "A data folder of the Python backend or of another Repeater, a zip file of one user or of a data folder, or a JSON list of messages.",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be done." };
        var replace = new Option<bool>("--replace") { Description = "Branches that are there already and differ become the imported ones; undo brings back what they were. Without it their users are refused." };
        var user = new Option<string?>("--user") { HelpName = "ID", Description = "Whose the data will be; needed where the source does not say it." };
        var kind = new Option<string?>("--kind") { HelpName = "KIND", Description = "Only this kind: context, prompt or config." };
        var branch = new Option<string?>("--branch") { HelpName = "ID", Description = "Only this branch; for a list of messages, the branch it becomes." };
        var command = new Command("import", "Take users over from another data folder or a zip file.") { source, dryRun, replace, user, kind, branch };
        DataCommand.SetAction(command, surroundings, settings, async (result, known, cancel) =>
        {
            var error = "";
            var wanted = result.GetValue(kind);
            var owner = result.GetValue(user) is { } ownerId ? UserName.TryParse(ownerId, out error) : null;
            var only = result.GetValue(branch) is { } branchId ? BranchName.TryParse(branchId, out error) : null;
            if (wanted is not null && BranchFormat.All.All(format => format.Name != wanted))
            {
                error = $"--kind is {wanted}; there are context, prompt and config.";
            }

            if (error.Length > 0)
            {
                return await DataCommand.FailAsync(surroundings, ExitCode.Usage, error);
            }

            var options = new ImportOptions { User = owner, Kind = wanted, Branch = only, Replace = result.GetValue(replace), DryRun = result.GetValue(dryRun) };
            return await RunAsync(surroundings, known, result.GetValue(source)!, options, cancel);
        });
        return command;
    }

    static async Task<ExitCode> RunAsync(Surroundings surroundings, Settings settings, string path, ImportOptions options, CancellationToken cancel)
    {
        using var source = Open(Path.GetFullPath(path), settings, options);
        using var store = DataCommand.Open(settings, isReadOnly: options.DryRun);
        var importer = new Importer(store, options);
        var progress = new Progress(surroundings);
        var tally = new Tally();
        var notes = source.Notes.Count;
        var total = options.User is null && surroundings.ShowsProgress ? source.Users().Count() : 1;
        source.Notes.RemoveRange(notes, source.Notes.Count - notes);
        var running = new Queue<Task<ImportResult>>();
        foreach (var user in options.User is null ? source.Users() : [source.Single()])
        {
            cancel.ThrowIfCancellationRequested();
            running.Enqueue(ImportAsync(importer, user));
            if (running.Count == UsersAtOnce)
            {
                await ReportNextAsync();
            }
        }

        while (running.Count > 0)
        {
            await ReportNextAsync();
        }

        foreach (var note in source.Notes)
        {
            await surroundings.Output.WriteLineAsync($"{"left out",-9} {Printable.Line(note)}");
        }

        await surroundings.Output.WriteLineAsync(tally.Summary(options.DryRun));
        return tally.Refused > 0 ? ExitCode.Findings : ExitCode.Ok;

        async Task ReportNextAsync()
        {
            var result = await running.Dequeue();
            tally.Add(result.User);
            progress.Clear();
            foreach (var line in result.Lines)
            {
                await surroundings.Output.WriteLineAsync(line);
            }

            progress.Show(tally.Users, total, "users");
        }
    }

    static async Task<ImportResult> ImportAsync(Importer importer, SourceUser source)
    {
        try
        {
            var user = await importer.ImportAsync(source);
            return new(user, [.. user.Branches.Where(branch => !user.IsRefused || branch.Reason is not null).Select(branch => Line(user, branch))]);
        }
        catch (ImportException error)
        {
            return new(null, [$"{"refused",-9} {Printable.Line(source.Files[0].Shown)}: {Printable.Line(error.Message)}"]);
        }
    }

    static string Line(ImportedUser user, ImportedBranch branch)
    {
        var what = $"{branch.Kind} {Printable.Line(branch.Branch)} of {Printable.Line(user.User)}";
        return branch.Outcome switch
        {
            ImportOutcome.New => $"{"new",-9} {what}",
            ImportOutcome.Same => $"{"same",-9} {what}",
            ImportOutcome.Replaced => $"{"replaced",-9} {what}",
            _ => $"{"refused",-9} {Printable.Line(user.User)}: {Printable.Line(branch.Reason ?? "")}",
        };
    }

    static ImportSource Open(string path, Settings settings, ImportOptions options)
    {
        if (Directory.Exists(path))
        {
            return Path.TrimEndingDirectorySeparator(path) == Path.TrimEndingDirectorySeparator(DataCommand.FolderOf(settings))
                ? throw new ImportException($"{path} is the data folder itself: what is in it is there already.")
                : new FolderSource(path, settings.UserDataSubDirName, new Disk(settings.Durability));
        }

        if (!File.Exists(path))
        {
            throw new ImportException($"There is no {path}. Name a data folder, a zip file or a JSON list of messages.");
        }

        using var start = File.OpenRead(path);
        if (start.ReadByte() is 'P')
        {
            return new ZipSource(File.OpenRead(path), settings.UserDataSubDirName, ArchiveLimits.OfFile);
        }

        return options.User is null
            ? throw new ImportException($"{path} is no zip file. To take it as a list of messages, say whose it is: --user ID.")
            : new MessagesSource(File.ReadAllBytes(path), path, options.Branch?.Raw ?? Path.GetFileNameWithoutExtension(path), File.GetLastWriteTimeUtc(path));
    }

    /// <param name="User">Null for one that could not even be told.</param>
    /// <param name="Lines">Of the report.</param>
    sealed record ImportResult(ImportedUser? User, IReadOnlyList<string> Lines);

    sealed class Tally
    {
        int _branches;

        public int Users { get; private set; }

        public int Refused { get; private set; }

        public void Add(ImportedUser? user)
        {
            Users++;
            if (user is null or { IsRefused: true })
            {
                Refused++;
            }
            else
            {
                _branches += user.Branches.Count(branch => branch.Outcome != ImportOutcome.Same);
            }
        }

        public string Summary(bool dryRun) => string.Create(
            CultureInfo.InvariantCulture,
            $"{Users} users, {Refused} refused; {_branches} branches {(dryRun ? "would be taken over. Nothing was changed." : "taken over.")}");
    }
}
