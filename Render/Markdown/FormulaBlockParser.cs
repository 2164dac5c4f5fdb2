using Markdig.Parsers;
using Markdig.Syntax;

namespace Repeater.Render.Markdown;

/// <summary>
/// Formulas that begin and end a line. Their lines are kept from other blocks: in a formula, <c>- b</c> is no list, <c>=</c> no
/// heading and <c>&gt; 0</c> no quote.
/// </summary>
sealed class FormulaBlockParser : BlockParser
{
    public FormulaBlockParser() => OpeningCharacters = ['$', '\\'];

    public override bool CanInterrupt(BlockProcessor processor, Markdig.Syntax.Block block) => true;

    public override BlockState TryOpen(BlockProcessor processor)
    {
        var text = processor.Line.Text.AsSpan();
        var start = processor.Line.Start;
        if (processor.IsCodeIndent || FormulaFinder.At(text, start) is not { IsDisplay: true } span
            || !FormulaFinder.EndsLine(text, span) || !StaysInside(processor, text, span))
        {
            return BlockState.None;
        }

        processor.NewBlocks.Push(new FormulaBlockNode(this) { End = span.End, Column = processor.Column });
        return span.End > processor.Line.End + 1 ? BlockState.Continue : BlockState.Break;
    }

    public override BlockState TryContinue(BlockProcessor processor, Markdig.Syntax.Block block) =>
        ((FormulaBlockNode)block).End > processor.Line.End + 1 ? BlockState.Continue : BlockState.Break;

    // Every line of it has the signs of the quotes, and the indent of the list item, around its first.
    static bool StaysInside(BlockProcessor processor, ReadOnlySpan<char> text, FormulaSpan span)
    {
        var quotes = text[processor.CurrentLineStartPosition..span.Start].Count('>');
        var indent = (processor.GetCurrentContainerOpened() as ListItemBlock)?.ColumnWidth ?? 0;
        var rest = text[span.Start..span.End];
        while (rest.IndexOf('\n') is >= 0 and var end)
        {
            rest = rest[(end + 1)..];
            var prefix = rest[..(rest.IndexOfAnyExcept(" \t>") is >= 0 and var content ? content : rest.Length)];
            if (prefix.Count('>') < quotes || prefix.Length < indent)
            {
                return false;
            }
        }

        return true;
    }
}
