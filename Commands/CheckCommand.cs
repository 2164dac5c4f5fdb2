using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Repeater.Configuration;
using Repeater.Storage;
using Repeater.Storage.Archive;
using Repeater.Storage.Check;

namespace Repeater.Commands;

/// <summary><c>check</c> says what is wrong with the data folder and the settings; <c>repair</c> mends what can be mended.</summary>
static class CheckCommand
{
    public static Command MakeCheck(Surroundings surroundings, Func<ParseResult, SettingsResult> read)
    {
        var command = new Command("check", "Say what in the data folder cannot be read, and which settings have no effect.");
        DataCommand.SetAction(command, surroundings, result => read(result).Settings, async (result, settings, cancel) =>
        {
            var settingsRead = read(result);
            foreach (var unused in settingsRead.Unused)
            {
                await surroundings.Output.WriteLineAsync($"unused: {unused.Name} ({unused.Source.Text}): {unused.Reason}");
            }

            var isBad = await Complaints.WriteAsync(settingsRead, surroundings.Error);
            var found = await CheckAsync(surroundings, settings, cancel);
            return isBad ? ExitCode.BadSetting : found;
        });
        return command;
    }

    public static Command MakeRepair(Surroundings surroundings, Func<ParseResult, Settings?> settings)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be done." };
        var command = new Command("repair", "Mend what check finds where that needs no guessing; a copy of each file stays beside it.") { dryRun };
        DataCommand.SetAction(command, surroundings, settings, (result, known, cancel) => RepairAsync(surroundings, known, result.GetValue(dryRun), cancel));
        return command;
    }

    static async Task<ExitCode> CheckAsync(Surroundings surroundings, Settings settings, CancellationToken cancel)
    {
        var folder = DataCommand.FolderOf(settings);
        if (!Directory.Exists(folder))
        {
            await surroundings.Output.WriteLineAsync($"There is no data folder {folder} yet.");
            return ExitCode.Ok;
        }

        var check = new DataCheck(folder, settings.UserDataSubDirName, new Disk(settings.Durability));
        var progress = new Progress(surroundings);
        var faults = 0;
        foreach (var finding in check.Run(totals => progress.Show(Of(totals))))
        {
            cancel.ThrowIfCancellationRequested();
            progress.Clear();
            await surroundings.Output.WriteLineAsync($"{LabelOf(finding.Kind)}: {Printable.Line(finding.Sentence)}");
            faults += finding.IsFault ? 1 : 0;
        }

        progress.Clear();
        await surroundings.Output.WriteLineAsync($"{Of(check.Totals)}: {(faults == 0 ? "all can be read." : $"{faults} faults.")}");
        return faults == 0 ? ExitCode.Ok : ExitCode.Findings;
    }

    static async Task<ExitCode> RepairAsync(Surroundings surroundings, Settings settings, bool dryRun, CancellationToken cancel)
    {
        var folder = DataCommand.FolderOf(settings);
        if (!Directory.Exists(folder))
        {
            return await DataCommand.FailAsync(surroundings, ExitCode.DataFolder, $"There is no data folder {folder}.");
        }

        var disk = new Disk(settings.Durability);
        using var root = new StorageRoot(folder, settings.UserDataSubDirName, disk, settings.CacheBytes, TimeProvider.System, NullLogger.Instance);
        if (!dryRun && ImportJournal.Recover(root) is > 0 and var completed)
        {
            await surroundings.Output.WriteLineAsync($"{completed} interrupted imports were completed.");
        }

        var progress = new Progress(surroundings);
        var check = new DataCheck(folder, settings.UserDataSubDirName, disk);
        var repair = new DataRepair(root, settings.UserDataSubDirName, dryRun);
        var left = 0;
        foreach (var finding in check.Run(totals => progress.Show(Of(totals))))
        {
            cancel.ThrowIfCancellationRequested();
            progress.Clear();
            left += await MendAsync(surroundings, repair, finding) ? 0 : 1;
        }

        progress.Clear();
        await surroundings.Output.WriteLineAsync(
            $"{Of(check.Totals)}: {(left == 0 ? "nothing is left to mend." : $"{left} faults are left.")}{(dryRun ? " Nothing was changed." : "")}");
        return left == 0 ? ExitCode.Ok : ExitCode.Findings;
    }

    /// <returns>False when a fault is left.</returns>
    static async Task<bool> MendAsync(Surroundings surroundings, DataRepair repair, Finding finding)
    {
        IReadOnlyList<string> done = [];
        var sentence = finding.Sentence;
        try
        {
            done = repair.Mend(finding);
        }
        catch (StorageException error) when (error.Failure == StorageFailure.Damaged)
        {
            sentence = error.Message;
        }

        foreach (var line in done)
        {
            await surroundings.Output.WriteLineAsync($"mended: {Printable.Line(line)}");
        }

        if (done.Count == 0 && finding.IsFault)
        {
            await surroundings.Output.WriteLineAsync($"left: {Printable.Line(sentence)}");
            return false;
        }

        return true;
    }

    static string Of(CheckTotals totals) => string.Create(
        CultureInfo.InvariantCulture, $"{totals.Users} users, {totals.Branches} branches, {(totals.Bytes + 1023) / 1024} kB");

    static string LabelOf(FindingKind kind) => kind switch
    {
        FindingKind.Damaged => "damaged",
        FindingKind.Newer => "newer",
        FindingKind.Unreachable => "unreachable",
        FindingKind.Torn => "torn",
        FindingKind.Leftover => "leftover",
        FindingKind.Note => "note",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
