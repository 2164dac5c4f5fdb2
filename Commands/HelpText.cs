using System.CommandLine;
using Repeater.Configuration;

namespace Repeater.Commands;

/// <summary>
/// What <c>--help</c> prints: for the program what one needs first, for <c>config</c> every setting. The parser's own would be
/// one list of sixty options.
/// </summary>
static class HelpText
{
    const string ConfigName = "config";

    public static readonly IReadOnlyList<(ExitCode Code, string Meaning)> ExitCodes =
    [
        (ExitCode.Ok, "All went well, also for a server that was told to stop."),
        (ExitCode.Unexpected, "A fault of the program. Please report it."),
        (ExitCode.Usage, "The command line is wrong."),
        (ExitCode.BadSetting, "A setting, or a file that one names, is wrong."),
        (ExitCode.CannotListen, "The address is in use, forbidden, or not of this machine."),
        (ExitCode.DataFolder, "The data folder cannot be used, or another server has it."),
        (ExitCode.BadFile, "A file that a command was given cannot be read or written."),
        (ExitCode.CannotDraw, "Images cannot be drawn on this system."),
        (ExitCode.Findings, "Some of the data is damaged, or was not taken over; the report says which."),
        (ExitCode.Stopped, "A signal stopped a command before its work was done, or a server while something hung."),
        (ExitCode.Unhealthy, "What doctor looked at is not in order."),
        (ExitCode.NoServer, "The server that chat talks to is not there, or refused."),
    ];

    public static void Write(TextWriter output, Command command, int width)
    {
        var page = new HelpPage(output, width);
        if (command is RootCommand root)
        {
            WriteProgram(page, root);
        }
        else
        {
            WriteCommand(page, command);
        }
    }

    static void WriteProgram(HelpPage page, RootCommand root)
    {
        page.Text(0, $"Repeater {BuildInfo.Version}: {root.Description}");
        page.Heading("Usage");
        page.Text(2, "repeater [COMMAND] [OPTIONS] [SETTINGS]");
        page.Heading("Commands");
        foreach (var command in root.Subcommands)
        {
            page.Row(Synopsis(command), command.Description ?? "");
        }
        page.Heading("Options");
        foreach (var option in root.Options.Where(option => SettingsTable.All.All(setting => setting.Flag != option.Name)))
        {
            page.Row(Synopsis(option), option.Description ?? "");
        }
        page.Heading("Settings");
        foreach (var setting in SettingsTable.All.Where(setting => setting.IsCommon))
        {
            page.Row($"{setting.Flag} {setting.Placeholder}", $"{setting.Description} [{setting.DefaultText}]");
        }
        page.Text(0, "");
        page.Text(2, "Nothing has to be set; defaults are in brackets. A setting is a flag, --bot-name Parrot; or an environment variable, "
            + "BOT_NAME=Parrot; or that line in .env; or an item of the file that CONFIG_FILE_PATH names. The first of these that is there "
            + "and not empty counts. Flags are visible to other users of the machine: keys and tokens belong in the environment or .env.");
        page.Heading("All settings");
        page.Text(2, $"\"repeater {ConfigName} --help\" explains them, \"repeater {ConfigName}\" shows their values.");
        foreach (var group in SettingsTable.Groups)
        {
            page.Text(2, $"{group.Title + ":",-8} {string.Join(' ', group.Settings.Select(NameOf))}", hanging: 9);
        }
        page.Heading("Exit codes");
        foreach (var (code, meaning) in ExitCodes)
        {
            page.Text(2, $"{(int)code,-2} {meaning}", hanging: 3);
        }
    }

    static void WriteCommand(HelpPage page, Command command)
    {
        page.Text(0, command.Description ?? "");
        page.Heading("Usage");
        page.Text(2, $"repeater {string.Concat(ParentsOf(command).Select(parent => parent.Name + " "))}{Synopsis(command)} [SETTINGS]");
        if (command.Subcommands.Count > 0)
        {
            page.Heading("Commands");
            foreach (var subcommand in command.Subcommands)
            {
                page.Row(Synopsis(subcommand), subcommand.Description ?? "");
            }
        }
        if (command.Arguments.Count + command.Options.Count > 0)
        {
            page.Heading("Options");
            foreach (var argument in command.Arguments)
            {
                page.Row(argument.Name, argument.Description ?? "");
            }
            foreach (var option in command.Options.Where(option => !option.Hidden))
            {
                page.Row(Synopsis(option), option.Description ?? "");
            }
        }
        if (command.Name == ConfigName)
        {
            WriteSettings(page);
            return;
        }
        page.Text(0, "");
        page.Text(0, $"\"repeater {ConfigName} --help\" explains the settings.");
    }

    static void WriteSettings(HelpPage page)
    {
        foreach (var group in SettingsTable.Groups)
        {
            page.Heading(group.Title);
            foreach (var setting in group.Settings)
            {
                page.Text(2, $"{NameOf(setting)} {setting.Placeholder}");
                page.Text(6, setting.Description);
                page.Text(6, $"Default: {setting.DefaultText}. Allowed: {setting.Allowed}.");
            }
        }
    }

    static string NameOf(Setting setting) => setting.Flag ?? $"{setting.Name} (no flag)";

    static string Synopsis(Option option) =>
        string.Join(", ", option.Aliases.Where(alias => alias is "-h" or "-o").Append(option.Name))
        + (option.HelpName is { } value ? $" {value}" : "");

    static IEnumerable<Command> ParentsOf(Command command) =>
        command.Parents.OfType<Command>().Where(parent => parent is not RootCommand).SelectMany(parent => ParentsOf(parent).Append(parent));

    static string Synopsis(Command command) => command.Subcommands.Count > 0
        ? $"{command.Name} {string.Join('|', command.Subcommands.Select(subcommand => subcommand.Name))}"
        : string.Join(' ', command.Arguments.Select(argument => $"[{argument.Name}]")
            .Prepend(command.Name)
            .Concat(command.Options.Count > 2 ? ["[OPTIONS]"] : command.Options.Where(option => !option.Hidden).Select(option => $"[{Synopsis(option)}]")));
}
