using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Repeater.Commands.Service;
using Repeater.Configuration;
using Repeater.Render;

namespace Repeater.Commands;

/// <summary>From arguments to an exit code.</summary>
sealed class CommandLine
{
    /// <summary>After a signal; then the process ends whatever still runs.</summary>
    static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A leading <c>@</c> is text like any other: with response files <c>--bot-name @home</c> would read a file.</summary>
    static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    readonly Surroundings _surroundings;
    readonly RootCommand _root = new("The complete backend of an AI chat bot, in one file.");
    readonly Option<string?> _envFile = new("--env-file")
    {
        HelpName = "FILE",
        Description = "A .env file. Without this ./.env is read where there is one.",
        Recursive = true,
    };
    readonly Option<bool> _regenerateKey = new("--regenerate-admin-key")
    {
        Description = "Make a new admin key before serving; \"repeater key show\" shows it.",
    };
    readonly Option<bool> _windowsService = new(ServiceCommand.WindowsFlag) { Hidden = true };
    readonly Dictionary<string, Option<string?>> _flags = SettingsTable.All
        .Where(setting => setting.Flag is not null)
        .ToDictionary(setting => setting.Name, Flag);

    CommandLine(Surroundings surroundings)
    {
        _surroundings = surroundings;
        _root.Directives.Clear();
        _root.Options.Add(_envFile);
        foreach (var flag in _flags.Values)
        {
            _root.Options.Add(flag);
        }
        Replace<VersionOption>(
            "Version, runtime, system, and whether this is the native binary.",
            _ => surroundings.Output.WriteLine($"repeater {BuildInfo.Describe()}"));
        Replace<HelpOption>(
            "This page, or that of a command.",
            result => HelpText.Write(surroundings.Output, result.CommandResult.Command, surroundings.Width()));

        _root.Options.Add(_regenerateKey);
        var serve = new Command("serve", "Start the server. Without a command, too.");
        serve.Options.Add(_regenerateKey);
        serve.Options.Add(_windowsService);
        serve.SetAction(ServeAsync);
        _root.SetAction(ServeAsync);
        _root.Subcommands.Add(serve);

        _root.Subcommands.Add(ChatCommand.Make(surroundings, ReadSettings));

        var json = new Option<bool>("--json") { Description = "As JSON, for scripts." };
        var config = new Command("config", "List every setting with its value and its source.") { json };
        config.SetAction(async (result, _) => (int)await ConfigCommand.RunAsync(ReadSettings(result), result.GetValue(json), surroundings));
        _root.Subcommands.Add(config);
        _root.Subcommands.Add(RenderCommand.Make(surroundings, CheckedSettings));
        _root.Subcommands.Add(ExportCommand.Make(surroundings, CheckedSettings));
        _root.Subcommands.Add(ImportCommand.Make(surroundings, CheckedSettings));
        _root.Subcommands.Add(BackupCommand.MakeBackup(surroundings, CheckedSettings));
        _root.Subcommands.Add(BackupCommand.MakeRestore(surroundings, CheckedSettings));
        _root.Subcommands.Add(CheckCommand.MakeCheck(surroundings, ReadSettings));
        _root.Subcommands.Add(CheckCommand.MakeRepair(surroundings, CheckedSettings));

        _root.Subcommands.Add(DoctorCommand.Make(surroundings, ReadSettings));
        _root.Subcommands.Add(KeyCommand.Make(surroundings, CheckedSettings));
        _root.Subcommands.Add(TokenCommand.Make(surroundings, CheckedSettings));

        _root.Subcommands.Add(UsageCommand.Make(surroundings, CheckedSettings));

        _root.Subcommands.Add(ServiceCommand.MakeInstall(surroundings));
        _root.Subcommands.Add(ServiceCommand.MakeUninstall(surroundings));

        var licenses = new Command("licenses", "The licences of everything inside this file.");
        licenses.SetAction(_ => Licenses.Write(surroundings.Output));
        _root.Subcommands.Add(licenses);
        _root.Subcommands.Add(VersionCommand.Make(surroundings));
        _root.Subcommands.Add(CompletionCommand.Make(surroundings, _root));
    }

    public static async Task<ExitCode> RunAsync(
        IReadOnlyList<string> args, Surroundings surroundings, CancellationToken cancel = default)
    {
        var result = new CommandLine(surroundings)._root.Parse(args, Parsing);
        if (result.Action is ParseErrorAction)
        {
            foreach (var sentence in UsageErrors.Describe(result))
            {
                await surroundings.Error.WriteLineAsync($"error: {sentence}");
            }
            return ExitCode.Usage;
        }
        // They listen to signals themselves.
        var isSignalled = result.CommandResult.Command is RootCommand or { Name: "serve" or ChatCommand.Name };
        var invocation = new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = isSignalled ? null : TerminationTimeout,
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var hangUp = isSignalled ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
        try
        {
            return (ExitCode)await result.InvokeAsync(invocation, stop.Token);
        }
        catch (OperationCanceledException)
        {
            return await DataCommand.FailAsync(surroundings, ExitCode.Stopped, "Stopped before the work was done. What was begun was taken back.");
        }
    }

    async Task<int> ServeAsync(ParseResult result, CancellationToken cancel)
    {
        var read = ReadSettings(result);
        var failed = await Complaints.WriteAsync(read, _surroundings.Error);
        if (!failed && result.GetValue(_regenerateKey) && KeyCommand.Regenerate(read.Settings, _surroundings, _surroundings.IsTerminal()) is var code and not ExitCode.Ok)
        {
            return (int)code;
        }

        return (int)(failed
            ? ExitCode.BadSetting
            : await _surroundings.Serve(read.Settings, read.Environment, _surroundings.Output, _surroundings.Error, cancel));
    }

    /// <summary>Null after the faults were told.</summary>
    Settings? CheckedSettings(ParseResult result)
    {
        var read = ReadSettings(result);
        foreach (var sentence in read.Errors)
        {
            _surroundings.Error.WriteLine($"error: {sentence}");
        }

        return read.Errors.Count > 0 ? null : read.Settings;
    }

    SettingsResult ReadSettings(ParseResult result) => SettingsReader.Read(new()
    {
        Flags = name => _flags.TryGetValue(name, out var flag) && result.GetResult(flag) is { } given
            ? given.Tokens.Count == 0 ? "true" : given.Tokens[^1].Value
            : null,
        Environment = _surroundings.Environment,
        WorkingDirectory = _surroundings.WorkingDirectory,
        EnvFile = result.GetValue(_envFile),
    });

    /// <summary>Always text to the parser: the table checks all values of all sources alike.</summary>
    static Option<string?> Flag(Setting setting) => new(setting.Flag!)
    {
        Description = setting.Description,
        HelpName = setting.Placeholder,
        Arity = setting.IsSwitch ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        Recursive = true,
    };

    void Replace<TOption>(string description, Action<ParseResult> write)
        where TOption : Option
    {
        var option = _root.Options.OfType<TOption>().Single();
        option.Description = description;
        option.Action = new TextAction(write);
    }

    sealed class TextAction(Action<ParseResult> write) : SynchronousCommandLineAction
    {
        /// <summary>Who asks for help may have got the rest wrong.</summary>
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            write(parseResult);
            return (int)ExitCode.Ok;
        }
    }
}
