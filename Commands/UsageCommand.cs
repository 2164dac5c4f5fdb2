using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Repeater.Calls;
using Repeater.Storage;

namespace Repeater.Commands;

/// <summary>Shows what was used of the models, from the ledger and the call log, beside a server or without one.</summary>
static class UsageCommand
{
    static readonly string[] Heads = ["day", "user", "model", "calls", "failed", "prompt", "cached", "reply", "reasoning", "total", "price"];

    /// <summary>Columns of text; those behind are numbers.</summary>
    const int Texts = 3;

    public static Command Make(Surroundings surroundings, Func<ParseResult, Settings?> settings)
    {
        var user = new Option<string?>("--user") { HelpName = "ID", Description = "Of one user." };
        var from = new Option<string?>("--from") { HelpName = "DAY", Description = "A day or month; without it, this month." };
        var to = new Option<string?>("--to") { HelpName = "DAY", Description = "A day or month." };
        var json = new Option<bool>("--json") { Description = "As JSON, for scripts." };
        var command = new Command("usage", "Show calls, tokens and prices by day, user and model.") { user, from, to, json };
        DataCommand.SetAction(command, surroundings, settings, async (result, known, _) =>
        {
            foreach (var option in (Option<string?>[])[from, to])
            {
                if (result.GetValue(option) is { } text && !UsageLedger.IsDay(text))
                {
                    return await DataCommand.FailAsync(surroundings, ExitCode.Usage, $"{option.Name} is {text}; it must be a day such as 2026-01-31, or a month such as 2026-01.");
                }
            }

            var ledger = CallLog.ReadLedger(known, StorageRoot.OwnFolderOf(known.UserDataDir), UserName.KeyOf, (path, reason) =>
                surroundings.Error.WriteLine($"warning: {path} was not read: {reason}"));
            var start = result.GetValue(from) ?? ledger.MonthOf(TimeProvider.System.GetUtcNow(), 0);
            var rows = ledger.Rows(result.GetValue(user), null, start, result.GetValue(to));
            await surroundings.Output.WriteAsync(result.GetValue(json) ? Json(rows) : Table(rows));
            return ExitCode.Ok;
        });
        return command;
    }

    static string Table(IReadOnlyList<UsageRow> rows)
    {
        if (rows.Count == 0)
        {
            return "Nothing was used in this time.\n";
        }

        var total = rows.Aggregate(new UsageRow { Day = "total", UserId = "", Model = "" }, UsageSum.Add);
        string[][] lines = [Heads, .. rows.Append(total).Select(Cells)];
        var widths = Enumerable.Range(0, Heads.Length).Select(column => lines.Max(line => DisplayWidth.Of(line[column]))).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            for (var column = 0; column < line.Length; column++)
            {
                var blanks = new string(' ', widths[column] - DisplayWidth.Of(line[column]));
                text.Append(column < Texts ? line[column] + blanks : blanks + line[column]).Append(column == line.Length - 1 ? "\n" : "  ");
            }
        }

        return text.ToString();
    }

    static string[] Cells(UsageRow row) =>
    [
        row.Day, Printable(row.UserId), Printable(row.Model), .. ((long[])
        [
            row.Calls, row.Failed, row.PromptTokens, row.CachedTokens, row.CompletionTokens, row.ReasoningTokens, row.TotalTokens,
        ]).Select(number => number.ToString(CultureInfo.InvariantCulture)),
        row.Price.ToString("0.####", CultureInfo.InvariantCulture),
    ];

    /// <summary>Ids are what strangers send; a terminal obeys some characters.</summary>
    static string Printable(string text) => Configuration.Printable.Line(text);

    static string Json(IReadOnlyList<UsageRow> rows)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true, Encoder = ReadableEncoder.Instance, NewLine = "\n" }))
        {
            JsonSerializer.Serialize(writer, rows, CallsJson.Default.IReadOnlyListUsageRow);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
