using Markdig.Helpers;
using Markdig.Parsers;

namespace Repeater.Render.Markdown;

/// <summary>Formulas in a line of text. Comes before emphasis, escapes and the bars of tables, which mean something else in them.</summary>
sealed class FormulaInlineParser : InlineParser
{
    public FormulaInlineParser() => OpeningCharacters = ['$', '\\'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var text = slice.Text.AsSpan(0, slice.End + 1);
        if (FormulaFinder.At(text, slice.Start) is not { } span)
        {
            return false;
        }

        processor.Inline = new FormulaInlineNode(
            text[span.Start..span.End].ToString(), span.Content(text).ToString(), BelongsOnLinesOfItsOwn(text, span));
        slice.Start = span.End;
        return true;
    }

    // Some models write $$x$$ within a sentence where $x$ is meant.
    static bool BelongsOnLinesOfItsOwn(ReadOnlySpan<char> text, FormulaSpan span) => span.Mark switch
    {
        FormulaMark.Square or FormulaMark.Environment => true,
        FormulaMark.Dollars => FormulaFinder.StartsLine(text, span) || FormulaFinder.EndsLine(text, span)
            || span.Content(text).Contains(@"\\", StringComparison.Ordinal),
        _ => false,
    };
}
