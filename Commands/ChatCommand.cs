using System.CommandLine;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Repeater.Access;
using Repeater.Commands.Terminal;
using Repeater.Storage;

namespace Repeater.Commands;

/// <summary>A chat in the terminal: with a running server, or with one that lives as long as the chat.</summary>
static class ChatCommand
{
    public const string Name = "chat";

    /// <summary>For storing what has come of a reply when the program is told to end.</summary>
    static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(3);

    public static Command Make(Surroundings surroundings, Func<ParseResult, Configuration.SettingsResult> read)
    {
        var url = new Option<string?>("--url") { HelpName = "ADDRESS", Description = "A running server. Without it the chat has its own, on the data folder of the settings." };
        var token = new Option<string?>("--token") { HelpName = "SECRET", Description = "For that server; without it ACCESS_TOKEN." };
        var user = new Option<string>("--user") { HelpName = "ID", Description = "As whom.", DefaultValueFactory = _ => "terminal" };
        var model = new Option<string?>("--model") { HelpName = "TYPE", Description = "Which model answers." };
        var command = new Command(Name, "Talk to a model in the terminal, or from a pipe, a message a line.") { url, token, user, model };
        command.SetAction(async (result, _) =>
        {
            var known = read(result);
            if (await Complaints.WriteAsync(known, surroundings.Error))
            {
                return (int)ExitCode.BadSetting;
            }

            var address = result.GetValue(url);
            if (address is not null && !(Uri.TryCreate(address, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"))
            {
                return (int)await DataCommand.FailAsync(surroundings, ExitCode.Usage, $"--url is {address}; it must be an address such as http://127.0.0.1:8080.");
            }

            return (int)await RunAsync(
                surroundings, known, address is null ? null : new Uri(address), result.GetValue(token) ?? known.Settings.AccessToken, result.GetValue(user)!, result.GetValue(model));
        });
        return command;
    }

    static async Task<ExitCode> RunAsync(
        Surroundings surroundings, Configuration.SettingsResult read, Uri? url, string? token, string user, string? model)
    {
        try
        {
            if (url is not null)
            {
                return await TalkAsync(surroundings, url, token, user, model);
            }

            var own = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
            await using var server = await surroundings.Host(read.Settings with { AccessToken = own }, read.Environment);
            return await TalkAsync(surroundings, server.Address, own, user, model);
        }
        catch (Exception error) when (error is StorageException or AccessFileException)
        {
            return await DataCommand.FailAsync(surroundings, ExitCode.DataFolder, $"{error.Message} To talk to a server that runs, name it with --url.");
        }
        catch (FormatException error)
        {
            return await DataCommand.FailAsync(surroundings, ExitCode.BadSetting, error.Message);
        }
        catch (ChatClientException error)
        {
            return await DataCommand.FailAsync(surroundings, ExitCode.NoServer, error.Message);
        }
    }

    static async Task<ExitCode> TalkAsync(Surroundings surroundings, Uri server, string? token, string user, string? model)
    {
        using var client = new ChatClient(server, token, user);
        var session = new ChatSession(client, Write, surroundings.Terminal is not null) { ModelType = model };
        using var end = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        return surroundings.Terminal is { } terminal
            ? await TalkAsync(session, terminal)
            : await ReadAsync(session, surroundings);

        void Write(string text)
        {
            surroundings.Output.Write(text);
            surroundings.Output.Flush();
        }

        // Somebody may be waited for at the keyboard, which nothing interrupts.
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            session.StopAsync().Wait(LongestStop);
            Environment.Exit((int)ExitCode.Stopped);
        }
    }

    static async Task<ExitCode> TalkAsync(ChatSession session, ITerminal terminal)
    {
        var editor = new LineEditor(terminal);
        foreach (var said in await session.SaidAsync())
        {
            editor.Remember(said);
        }

        var leave = new TaskCompletionSource();
        using var interrupt = OnInterrupt(session, leave);
        terminal.Write("\e[2mEnter sends, /help says what else there is.\e[0m\n");
        var asked = false;
        while (!leave.Task.IsCompleted)
        {
            var entered = editor.Read($"{DisplayWidth.Cut(await session.BranchAsync(), terminal.Width / 3)}> ");
            if (entered.End == InputEnd.Closed || (entered is { End: InputEnd.Cancelled, Text: "" } && asked))
            {
                break;
            }

            asked = entered is { End: InputEnd.Cancelled, Text: "" };
            if (asked)
            {
                terminal.Write("\e[2mCtrl-C again leaves.\e[0m\n");
            }

            if (entered.End == InputEnd.Sent && entered.Text.Length > 0 && !await TakeAsync(session, entered.Text, terminal, leave.Task))
            {
                break;
            }
        }

        return ExitCode.Ok;
    }

    /// <returns>False when the person wants to leave.</returns>
    static async Task<bool> TakeAsync(ChatSession session, string text, ITerminal terminal, Task leave)
    {
        try
        {
            var taking = session.TakeAsync(text.StartsWith(" /", StringComparison.Ordinal) ? text[1..] : text);
            await Task.WhenAny(taking, leave);
            return !leave.IsCompleted && await taking;
        }
        catch (ChatClientException error)
        {
            terminal.Write($"\e[31m{ReplyPrinter.Clean(error.Message)}\e[0m\n");
            return true;
        }
    }

    /// <summary>While a reply comes, the first Ctrl-C stops it and the second leaves; else Ctrl-C is a key.</summary>
    static PosixSignalRegistration OnInterrupt(ChatSession session, TaskCompletionSource leave)
    {
        var stopping = false;
        return PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            if (!session.IsAnswering || stopping)
            {
                leave.TrySetResult();
                return;
            }

            stopping = true;
            _ = StopAsync();
        });

        async Task StopAsync()
        {
            await session.StopAsync();
            stopping = false;
        }
    }

    /// <summary>From a pipe: a message a line, the replies alone come out.</summary>
    static async Task<ExitCode> ReadAsync(ChatSession session, Surroundings surroundings)
    {
        using var reader = new StreamReader(surroundings.OpenInput(), Encoding.UTF8);
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length > 0 && !await session.TakeAsync(line))
            {
                break;
            }
        }

        return ExitCode.Ok;
    }
}
