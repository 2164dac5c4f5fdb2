using System.Globalization;
using System.Text;
using Repeater.Render.Markdown;

namespace Repeater.Tests.Render.Markdown;

/// <summary>A document as short text: <c>p(a [b:bold]⏎[code#1:x])</c>.</summary>
static class DocumentText
{
    public static string Of(Document document) => Of(document.Blocks) + (document.LeftOut == 0 ? "" : $" +{document.LeftOut}");

    public static string Of(IEnumerable<Block> blocks) => string.Join(" ", blocks.Select(Of));

    static string Of(Block block) => block switch
    {
        Paragraph p => $"p({Of(p.Content)})",
        Heading h => $"h{h.Level}({Of(h.Content)})",
        ListBlock l => $"{(l.Ordered ? "ol" : "ul")}{(l.Loose ? "-loose" : "")}({string.Join(" ", l.Items.Select(Of))})",
        Quote q => $"{(q.Alert == AlertKind.None ? "quote" : q.Alert.ToString().ToLowerInvariant())}({Of(q.Content)})",
        CodeBlock c => $"code:{c.Language}({c.Code.Replace("\n", "⏎", StringComparison.Ordinal)})",
        FormulaBlock f => $"math({f.Source.Replace("\n", "⏎", StringComparison.Ordinal)}){f.Punctuation}",
        TableBlock t => $"table[{string.Concat(t.Columns.Select(c => c.ToString()[0]))}]({string.Join(" / ", t.Rows.Select(Of))})",
        Rule => "hr",
        Details d => $"details({Of(d.Summary)} :: {Of(d.Content)})",
        Centered c => $"center({Of(c.Content)})",
        Notes n => $"notes({string.Join(" ", n.Items.Select(i => $"{i.Mark} {Of(i.Content)}"))})",
        _ => throw new InvalidOperationException(block.GetType().Name),
    };

    static string Of(ListItem item) => $"{item.Number}{(item.Done is { } done ? done ? "x" : "_" : "")}:{Of(item.Content)}";

    static string Of(TableRow row) => (row.IsHeader ? "H " : "") + string.Join(" | ", row.Cells.Select(Of));

    public static string Of(IEnumerable<Inline> inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines)
        {
            text.Append(inline switch
            {
                TextRun run when run.Style == default => run.Text,
                TextRun run => $"[{Of(run.Style)}:{run.Text}]",
                FormulaRun { Style: var style } formula =>
                    $"[{Of(style)}{(style == default ? "" : "+")}math:{formula.Source.Replace("\n", "⏎", StringComparison.Ordinal)}]",
                LineEnd => "⏎",
                Picture picture => $"<{picture.Bitmap.Width}x{picture.Bitmap.Height}>",
                _ => throw new InvalidOperationException(inline.GetType().Name),
            });
        }

        return text.ToString();
    }

    static string Of(InlineStyle style) => string.Join(
        "+",
        new[]
        {
            style.Bold ? "b" : "",
            style.Italic ? "i" : "",
            style.Strike ? "s" : "",
            style.Underline ? "u" : "",
            style.Link ? "link" : "",
            style.Script == TextScript.Normal ? "" : style.Script.ToString().ToLowerInvariant(),
            style.Box == InlineBox.None ? "" : style.Box.ToString().ToLowerInvariant(),
            style.Color is { } color ? "#" + color.ToString("x8", CultureInfo.InvariantCulture) : "",
        }.Where(s => s.Length > 0));
}
