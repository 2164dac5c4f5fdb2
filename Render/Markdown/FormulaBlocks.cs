using Repeater.Render.Highlighting;

namespace Repeater.Render.Markdown;

/// <summary>Formulas on lines of their own: out of paragraphs, between delimiters on lines of their own, out of fences.</summary>
static class FormulaBlocks
{
    const string Language = "latex";
    const string Punctuation = ",.;:!?，。；：！？、";

    /// <summary>A paragraph, taken apart where a formula in it asks for lines of its own.</summary>
    public static void AddParagraph(BlockSink sink, IReadOnlyList<Inline> content)
    {
        var rest = new List<Inline>(content);
        for (var at = rest.FindIndex(IsDisplay); at >= 0; at = rest.FindIndex(IsDisplay))
        {
            var formula = (FormulaRun)rest[at];
            sink.AddParagraph(Trimmed(rest[..at]));
            rest.RemoveRange(0, at + 1);
            sink.Add(Make(formula.Source, TakePunctuation(rest), formula.Written.Text));
        }

        sink.AddParagraph(rest.Count == content.Count ? content : Trimmed(rest));

        static bool IsDisplay(Inline inline) => inline is FormulaRun { Display: true };
    }

    /// <summary>The lines of a <see cref="FormulaBlockNode"/>; text when the block around it ended before the formula did.</summary>
    public static void AddLines(BlockSink sink, string lines)
    {
        if (FormulaFinder.At(lines, 0) is { } span)
        {
            sink.Add(Make(FormulaSource.Clean(span.Content(lines).ToString()), lines[span.End..].Trim(), lines[..span.End]));
        }
        else
        {
            sink.AddParagraph([.. lines.Split('\n').SelectMany(line => (Inline[])[new LineEnd(), new TextRun(line.Trim(), default)]).Skip(1)]);
        }
    }

    /// <summary>The formulas of a fence, apart by blank lines; the code as it is where it is something else.</summary>
    public static void AddFence(BlockSink sink, CodeBlock code)
    {
        var formulas = FormulaFence.Read(code);
        if (formulas.Count == 0)
        {
            sink.Add(code);
        }

        foreach (var formula in formulas)
        {
            sink.Add(Make(formula, "", formula));
        }
    }

    static FormulaBlock Make(string source, string punctuation, string written) =>
        new(source, punctuation, new CodeBlock(Language, written, Highlighter.Highlight(written, Language)));

    static string TakePunctuation(List<Inline> rest)
    {
        if (rest is not [TextRun { Style.Box: InlineBox.None } run, ..])
        {
            return "";
        }

        var text = run.Text.TrimStart();
        var length = text.Length - text.TrimStart(Punctuation.ToCharArray()).Length;
        rest[0] = run with { Text = text[length..] };
        return text[..length];
    }

    // Neither line ends nor spaces at the seams.
    static List<Inline> Trimmed(List<Inline> content)
    {
        while (content is [LineEnd or TextRun { Style.Box: InlineBox.None, Text: "" or " " }, ..])
        {
            content.RemoveAt(0);
        }

        if (content is [TextRun { Style.Box: InlineBox.None } first, ..])
        {
            content[0] = first with { Text = first.Text.TrimStart(' ') };
        }

        while (content is [.., LineEnd or TextRun { Style.Box: InlineBox.None, Text: "" or " " }])
        {
            content.RemoveAt(content.Count - 1);
        }

        if (content is [.., TextRun { Style.Box: InlineBox.None } last])
        {
            content[^1] = last with { Text = last.Text.TrimEnd(' ') };
        }

        return content;
    }
}
