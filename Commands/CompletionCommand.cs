using System.CommandLine;
using System.Text;
using Repeater.Configuration;

namespace Repeater.Commands;

/// <summary>Scripts that teach a shell the words of this program.</summary>
static class CompletionCommand
{
    static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    public static Command Make(Surroundings surroundings, RootCommand root)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh." };
        var command = new Command("completion", "Print a script with which a shell completes commands and settings.") { shell };
        command.SetAction(async (result, _) =>
        {
            var name = result.GetValue(shell)!;
            if (!Shells.Contains(name))
            {
                return (int)await DataCommand.FailAsync(surroundings, ExitCode.Usage, $"There is no completion for {Printable.Quote(name)}; there are {string.Join(", ", Shells)}.");
            }

            await surroundings.Output.WriteAsync(Script(name, root));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    static string Script(string shell, RootCommand root)
    {
        var text = new StringBuilder($"# Completion of repeater {BuildInfo.Version} for {shell}.\n");
        return (shell switch
        {
            "bash" => Bash(text, root),
            "zsh" => Zsh(text, root),
            "fish" => Fish(text, root),
            _ => PowerShell(text, root),
        }).ToString();
    }

    static StringBuilder Bash(StringBuilder text, RootCommand root) => text
        .Append("# eval \"$(repeater completion bash)\", for example in ~/.bashrc\n")
        .Append("_repeater() {\n    local word=${COMP_WORDS[COMP_CWORD]} words=")
        .Append(Quote(Words(root))).Append(" each\n    for each in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n        case $each in\n")
        .Append(string.Concat(root.Subcommands.Select(command => $"            {command.Name}) words={Quote(Words(command))}; break ;;\n")))
        .Append("        esac\n    done\n    [[ $word != --* ]] || words+=").Append(Quote(" " + Settings()))
        .Append("\n    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$word\"))\n}\ncomplete -F _repeater repeater\n");

    static StringBuilder Zsh(StringBuilder text, RootCommand root) => text
        .Append("# eval \"$(repeater completion zsh)\", for example in ~/.zshrc after compinit\n")
        .Append("_repeater() {\n    local each choices=").Append(Quote(Words(root))).Append("\n    for each in ${words[2,CURRENT-1]}; do\n        case $each in\n")
        .Append(string.Concat(root.Subcommands.Select(command => $"            {command.Name}) choices={Quote(Words(command))}; break ;;\n")))
        .Append("        esac\n    done\n    [[ ${words[CURRENT]} != --* ]] || choices+=").Append(Quote(" " + Settings()))
        .Append("\n    compadd -- ${=choices}\n    _files\n}\ncompdef _repeater repeater\n");

    static StringBuilder Fish(StringBuilder text, RootCommand root)
    {
        text.Append("# repeater completion fish > ~/.config/fish/completions/repeater.fish\n");
        foreach (var command in root.Subcommands)
        {
            text.Append($"complete -c repeater -n __fish_use_subcommand -a {command.Name} -d {Quote(command.Description ?? "")}\n");
            foreach (var word in Words(command).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var kind = word.StartsWith("--", StringComparison.Ordinal) ? $"-l {word[2..]}" : word.StartsWith('-') ? $"-s {word[1..]}" : $"-a {word}";
                text.Append($"complete -c repeater -n '__fish_seen_subcommand_from {command.Name}' {kind}\n");
            }
        }

        foreach (var setting in SettingsTable.All.Where(setting => setting.Flag is not null))
        {
            text.Append($"complete -c repeater -l {setting.Flag![2..]} -r -d {Quote(setting.Description)}\n");
        }

        return text;
    }

    static StringBuilder PowerShell(StringBuilder text, RootCommand root) => text
        .Append("# repeater completion pwsh | Out-String | Invoke-Expression, for example in $PROFILE\n")
        .Append("Register-ArgumentCompleter -Native -CommandName repeater -ScriptBlock {\n    param($word, $line, $position)\n    $words = '").Append(Words(root)).Append("'\n    switch ($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { \"$_\" }) {\n")
        .Append(string.Concat(root.Subcommands.Select(command => $"        '{command.Name}' {{ $words = '{Words(command)}'; break }}\n")))
        .Append("    }\n    if ($word -like '--*') { $words += ' ").Append(Settings())
        .Append("' }\n    $words -split ' ' | Where-Object { $_ -like \"$word*\" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }\n}\n");

    static string Words(Command command) => string.Join(' ', command.Subcommands.Select(each => each.Name)
        .Concat(command.Name == "completion" ? Shells : [])
        .Concat(command.Options.Where(option => SettingsTable.All.All(setting => setting.Flag != option.Name)).SelectMany(option => option.Aliases.Append(option.Name)))
        .Where(word => word is not ("-?" or "/?" or "/h")));

    static string Settings() => string.Join(' ', SettingsTable.All.Select(setting => setting.Flag).OfType<string>());

    static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
