using System.CommandLine;
using System.Globalization;
using Repeater.Storage.Backups;

namespace Repeater.Commands;

/// <summary><c>backup</c> copies the data folder, beside a running server too; <c>restore</c> brings such a copy back.</summary>
static class BackupCommand
{
    public static Command MakeBackup(Surroundings surroundings, Func<ParseResult, Settings?> settings)
    {
        var target = new Argument<string>("TARGET") { Description = "A zip file by its name, else a folder. Nothing may be there yet." };
        var command = new Command("backup", "Copy the data folder with checksums, also while a server runs.") { target };
        DataCommand.SetAction(command, surroundings, settings, (result, known, cancel) =>
            Guarded(surroundings, () => BackupAsync(surroundings, known, Path.GetFullPath(result.GetValue(target)!), cancel)));
        return command;
    }

    public static Command MakeRestore(Surroundings surroundings, Func<ParseResult, Settings?> settings)
    {
        var source = new Argument<string>("SOURCE") { Description = "What \"repeater backup\" made." };
        var replace = new Option<bool>("--replace") { Description = "Also where the data folder has data; that is then kept beside it." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only verify the backup." };
        var command = new Command("restore", "Verify a backup, then make the data folder what it holds.") { source, replace, dryRun };
        DataCommand.SetAction(command, surroundings, settings, (result, known, cancel) =>
            Guarded(surroundings, () => RestoreAsync(surroundings, known, result.GetValue(source)!, result.GetValue(replace), result.GetValue(dryRun), cancel)));
        return command;
    }

    static async Task<ExitCode> BackupAsync(Surroundings surroundings, Settings settings, string path, CancellationToken cancel)
    {
        var folder = DataCommand.FolderOf(settings);
        if (!Directory.Exists(folder))
        {
            return await DataCommand.FailAsync(surroundings, ExitCode.DataFolder, $"There is no data folder {folder}.");
        }

        if (Path.GetRelativePath(folder, path) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative))
        {
            return await DataCommand.FailAsync(surroundings, ExitCode.Usage, $"{path} is inside the data folder {folder}: name a place outside.");
        }

        var progress = new Progress(surroundings);
        using var target = BackupTarget.Create(path);
        var writer = new BackupWriter(folder, target, totals => progress.Show(totals.FoldersDone, totals.Folders, "folders"));
        var totals = await Task.Run(() => writer.Run(TimeProvider.System.GetUtcNow(), cancel), cancel);
        progress.Clear();
        await surroundings.Output.WriteLineAsync($"{path}: {Count(totals.Files)} files, {Count((totals.Bytes + 1023) / 1024)} kB.");
        return ExitCode.Ok;
    }

    static async Task<ExitCode> RestoreAsync(
        Surroundings surroundings, Settings settings, string path, bool replace, bool dryRun, CancellationToken cancel)
    {
        var folder = DataCommand.FolderOf(settings);
        var progress = new Progress(surroundings);
        using var source = BackupSource.Open(path);
        var kept = await Task.Run(
            () => BackupRestore.Run(source, folder, replace, dryRun, TimeProvider.System.GetUtcNow(), done => progress.Show(done, source.Files.Count, "files"), cancel),
            cancel);
        progress.Clear();
        await surroundings.Output.WriteLineAsync(
            dryRun ? $"{path} is in order: {Count(source.Files.Count)} files. Nothing was changed." : $"{folder}: {Count(source.Files.Count)} files restored.");
        if (kept is not null)
        {
            await surroundings.Output.WriteLineAsync($"What was there before is kept as {kept}.");
        }

        return ExitCode.Ok;
    }

    static async Task<ExitCode> Guarded(Surroundings surroundings, Func<Task<ExitCode>> run)
    {
        try
        {
            return await run();
        }
        catch (BackupException error)
        {
            return await DataCommand.FailAsync(surroundings, ExitCode.BadFile, error.Message);
        }
    }

    static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
