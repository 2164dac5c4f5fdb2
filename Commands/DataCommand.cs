using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Repeater.Storage;
using Repeater.Storage.Archive;

namespace Repeater.Commands;

/// <summary>What the commands on the data folder share: reading the settings, opening the folder, failing with a sentence.</summary>
static class DataCommand
{
    /// <summary>Runs it with the settings; what it throws becomes a sentence and an exit code.</summary>
    public static void SetAction(
        Command command, Surroundings surroundings, Func<ParseResult, Settings?> settings, Func<ParseResult, Settings, CancellationToken, Task<ExitCode>> run) =>
        command.SetAction(async (result, cancel) =>
        {
            // Signals are listened to as soon as this has returned: before that nothing may be begun.
            await Task.Yield();
            return (int)(settings(result) is { } known
                ? await GuardAsync(surroundings, () => run(result, known, cancel))
                : ExitCode.BadSetting);
        });

    public static UserStore Open(Settings settings, bool isReadOnly = false) =>
        new(settings, TimeProvider.System, NullLogger<UserStore>.Instance, isReadOnly: isReadOnly);

    /// <summary>The folder as a path from anywhere.</summary>
    public static string FolderOf(Settings settings) => Path.GetFullPath(settings.UserDataDir);

    public static async Task<ExitCode> FailAsync(Surroundings surroundings, ExitCode code, string sentence)
    {
        await surroundings.Error.WriteLineAsync($"error: {sentence}");
        return code;
    }

    static async Task<ExitCode> GuardAsync(Surroundings surroundings, Func<Task<ExitCode>> run)
    {
        try
        {
            return await run();
        }
        catch (StorageException error)
        {
            return await FailAsync(surroundings, ExitCode.DataFolder, error.Message);
        }
        catch (Exception error) when (error is ImportException or IOException or UnauthorizedAccessException)
        {
            return await FailAsync(surroundings, ExitCode.BadFile, error.Message);
        }
    }
}
