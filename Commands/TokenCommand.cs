using System.CommandLine;
using System.Globalization;
using Repeater.Access;
using Repeater.Storage;

namespace Repeater.Commands;

/// <summary>Tokens with less than all rights. A running server knows a new one at once, and a revoked one no more.</summary>
static class TokenCommand
{
    const string TimeFormat = "yyyy-MM-dd HH:mm 'UTC'";

    public static Command Make(Surroundings surroundings, Func<ParseResult, Settings?> settings) =>
        new("token", "Make, list and revoke tokens that may do less than ACCESS_TOKEN.")
        {
            MakeCreate(surroundings, settings),
            MakeList(surroundings, settings),
            MakeRevoke(surroundings, settings),
        };

    static Command MakeCreate(Surroundings surroundings, Func<ParseResult, Settings?> settings)
    {
        var users = new Option<string[]>("--users")
        {
            HelpName = "PATTERN",
            Description = "Whose data: a user id, in which * stands for anything. May be given several times.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var readOnly = new Option<bool>("--read-only") { Description = "It can change nothing and hold no chat." };
        var expires = new Option<string?>("--expires")
        {
            HelpName = "WHEN",
            Description = "30d, 12h, 2027-01-31 or 2027-01-31T18:00Z. Without it, never.",
        };
        var note = new Option<string?>("--note") { HelpName = "TEXT", Description = "Your own words, for the list." };
        var create = new Command("create", "Make a token and print it. It is not kept, so it cannot be shown again.") { users, readOnly, expires, note };
        create.SetAction(result => (int)Guarded(surroundings, settings(result), known =>
        {
            var now = TimeProvider.System.GetUtcNow();
            DateTimeOffset? end = null;
            if (result.GetValue(expires) is { } text)
            {
                end = Moment(text, now);
                if (end is null || end <= now)
                {
                    surroundings.Error.WriteLine($"error: --expires is {text}; it must be a time ahead such as 30d, 12h or 2027-01-31.");
                    return ExitCode.Usage;
                }
            }

            var (token, kept) = Tokens(known).Create(result.GetValue(users)!, result.GetValue(readOnly), end, result.GetValue(note));
            surroundings.Output.WriteLine(token);
            surroundings.Error.WriteLine($"Token {kept.Id} {Describe(kept)}. Send it as \"Authorization: Bearer …\".");
            if (known.AccessToken is null)
            {
                surroundings.Error.WriteLine("warning: ACCESS_TOKEN is not set, so requests without any token may do everything. Set it.");
            }

            return ExitCode.Ok;
        }));
        return create;
    }

    static Command MakeList(Surroundings surroundings, Func<ParseResult, Settings?> settings)
    {
        var list = new Command("list", "List the tokens there are.");
        list.SetAction(result => (int)Guarded(surroundings, settings(result), known =>
        {
            foreach (var token in Tokens(known).All)
            {
                var state = token.IsExpired(TimeProvider.System.GetUtcNow()) ? "expired: " : "";
                surroundings.Output.WriteLine($"{token.Id}  {state}{Describe(token)}{(token.Note is null ? "" : $"  {token.Note}")}");
            }

            return ExitCode.Ok;
        }));
        return list;
    }

    static Command MakeRevoke(Surroundings surroundings, Func<ParseResult, Settings?> settings)
    {
        var id = new Argument<string>("ID") { Description = "As \"repeater token list\" names it." };
        var revoke = new Command("revoke", "Make a token worth nothing, at once.") { id };
        revoke.SetAction(result => (int)Guarded(surroundings, settings(result), known =>
        {
            if (Tokens(known).Revoke(result.GetValue(id)!))
            {
                return ExitCode.Ok;
            }

            surroundings.Error.WriteLine($"error: there is no token {result.GetValue(id)}; \"repeater token list\" lists them.");
            return ExitCode.Usage;
        }));
        return revoke;
    }

    static AccessTokens Tokens(Settings settings) => new(StorageRoot.OwnFolderOf(settings.UserDataDir), TimeProvider.System);

    static string Describe(AccessToken token) =>
        $"{(token.ReadOnly ? "reads" : "reads and writes")} {string.Join(", ", token.Users)}, "
        + (token.Expires is { } end ? $"until {end.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}" : "without end");

    static DateTimeOffset? Moment(string text, DateTimeOffset now)
    {
        if (text.Length > 1 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= 36_500)
        {
            return text[^1] switch
            {
                'd' => now.AddDays(amount),
                'h' => now.AddHours(amount),
                'm' => now.AddMinutes(amount),
                _ => null,
            };
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
    }

    static ExitCode Guarded(Surroundings surroundings, Settings? settings, Func<Settings, ExitCode> action)
    {
        if (settings is null)
        {
            return ExitCode.BadSetting;
        }

        try
        {
            return action(settings);
        }
        catch (AccessFileException error)
        {
            surroundings.Error.WriteLine($"error: {error.Message}");
            return ExitCode.DataFolder;
        }
    }
}
