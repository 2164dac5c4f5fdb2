using System.CommandLine;
using System.CommandLine.Parsing;
using Repeater.Configuration;

namespace Repeater.Commands;

/// <summary>What is wrong with a command line, one sentence each, with what was probably meant.</summary>
static class UsageErrors
{
    public static IEnumerable<string> Describe(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var unmatched = result.UnmatchedTokens;
        // What follows an unknown option is its value and no second mistake.
        var sentences = unmatched.Where((token, i) => IsOption(token) || i == 0 || !IsOption(unmatched[i - 1]))
            .Select(token => Unknown(token, command))
            .Concat(result.CommandResult.Children.OfType<OptionResult>().Select(Misused).OfType<string>())
            .ToList();
        return sentences.Count > 0 ? sentences : result.Errors.Select(error => Printable.Line(error.Message));
    }

    static string Unknown(string token, Command command)
    {
        var isOption = IsOption(token);
        var name = isOption ? token.Split('=')[0] : token;
        var commands = command.Subcommands.Select(each => each.Name).ToList();
        var near = Nearest.To(name, isOption ? OptionsOf(command) : commands);
        var hint = near is not null ? $"did you mean {near}?"
            : isOption || commands.Count == 0 ? "\"repeater --help\" lists what there is."
            : $"the commands are {string.Join(", ", commands)}.";
        return $"There is no {(isOption ? "option" : "command")} {Printable.Quote(name)}; {hint}";
    }

    static bool IsOption(string token) => token.StartsWith('-');

    static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options)).Select(option => option.Name);

    static string? Misused(OptionResult result)
    {
        var option = result.Option;
        return result.Tokens.Count < option.Arity.MinimumNumberOfValues ? $"The option {option.Name} needs a value: {option.Name} {option.HelpName}."
            : result.Tokens.Count > option.Arity.MaximumNumberOfValues ? $"The option {option.Name} is given more than once."
            : null;
    }
}
