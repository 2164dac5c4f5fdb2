using System.CommandLine;
using Repeater.Storage;
using Repeater.Storage.Archive;

namespace Repeater.Commands;

/// <summary>Writes what a server's <c>GET /userdata/file/{user_id}.zip</c> answers, or all users at once, without a server.</summary>
static class ExportCommand
{
    const string StandardStream = "-";

    public static Command Make(Surroundings surroundings, Func<ParseResult, Settings?> settings)
    {
        var user = new Argument<string?>("USER") { Description = "The user's id.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every user." };
        var output = new Option<string?>("--output", "-o") { HelpName = "FILE", Description = "The zip file; - is standard output." };
        var command = new Command("export", "Write a user's data, or everybody's, as a zip file.") { user, all, output };
        DataCommand.SetAction(command, surroundings, settings, async (result, known, cancel) =>
        {
            var id = result.GetValue(user);
            var file = result.GetValue(output);
            var error = id is null == !result.GetValue(all) ? "Name either one user or --all."
                : file is null ? "Name the file to write with --output."
                : "";
            var name = id is null || error.Length > 0 ? null : UserName.TryParse(id, out error);
            return error.Length > 0
                ? await DataCommand.FailAsync(surroundings, ExitCode.Usage, error)
                : await RunAsync(surroundings, known, name, file!, cancel);
        });
        return command;
    }

    static async Task<ExitCode> RunAsync(Surroundings surroundings, Settings settings, UserName? user, string file, CancellationToken cancel)
    {
        if (!Directory.Exists(DataCommand.FolderOf(settings)))
        {
            return await DataCommand.FailAsync(surroundings, ExitCode.DataFolder, $"There is no data folder {DataCommand.FolderOf(settings)}.");
        }

        using var store = DataCommand.Open(settings);
        if (file == StandardStream)
        {
            await using var stream = surroundings.OpenOutput();
            await WriteAsync(surroundings, store, user, stream, cancel);
            return ExitCode.Ok;
        }

        // Made whole under another name: whoever finds the file finds all of it.
        var temporary = $"{file}.tmp";
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                await WriteAsync(surroundings, store, user, stream, cancel);
            }

            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        await surroundings.Error.WriteLineAsync($"{file}: {(new FileInfo(file).Length + 1023) / 1024} kB");
        return ExitCode.Ok;
    }

    static async Task WriteAsync(Surroundings surroundings, UserStore store, UserName? user, Stream stream, CancellationToken cancel)
    {
        var writer = new ArchiveWriter(store, stream);
        if (user is not null)
        {
            await writer.WriteUserAsync(user, cancel);
            return;
        }

        var progress = new Progress(surroundings);
        var total = surroundings.ShowsProgress ? await writer.CountAsync() : 0;
        await writer.WriteAllAsync(users => progress.Show(users, total, "users"), cancel);
        progress.Clear();
    }
}
