using System.Buffers;
using Markdig.Syntax.Inlines;

namespace Repeater.Render.Markdown;

/// <summary>
/// Which emphasis of Markdig's is meant as such. Chats are full of <c>3~5个</c>, <c>C++和C++</c>, <c>2*3=6，4*5=20</c>:
/// paired signs that belong to the text and must stay in it.
/// </summary>
static class EmphasisRules
{
    // Longer than any index or exponent that is written this way.
    const int MaxScriptLength = 12;

    static readonly SearchValues<char> ScriptCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-()");

    /// <summary>What the emphasis does to the style; null when its signs are text.</summary>
    public static Func<InlineStyle, InlineStyle>? Change(EmphasisInline emphasis, ReadingContext context)
    {
        var before = Last(emphasis.PreviousSibling);
        var after = First(emphasis.NextSibling);
        switch (emphasis.DelimiterChar, emphasis.DelimiterCount)
        {
            case ('*', 1) when char.IsAsciiDigit(before) || char.IsAsciiDigit(after):
                return null;
            case ('*' or '_', 1):
                return s => s with { Italic = true };
            case ('*' or '_', _):
                return s => s with { Bold = true };
            case ('~', 2):
                return s => s with { Strike = true };
            case ('~', 1) when char.IsAsciiLetter(before) && IsScript(emphasis):
                return s => s with { Script = TextScript.Sub };
            case ('^', 1) when (char.IsLetterOrDigit(before) || before == ')') && IsScript(emphasis):
                return s => s with { Script = TextScript.Super };
            case ('+', 2) when !char.IsAsciiLetterOrDigit(before):
                return s => s with { Underline = true };
            case ('=', 2) when !char.IsAsciiLetterOrDigit(before):
                var number = context.NextBox();
                return s => s with { Box = InlineBox.Mark, BoxNumber = number };
            default:
                return null;
        }
    }

    static bool IsScript(EmphasisInline emphasis) =>
        emphasis is { FirstChild: LiteralInline { NextSibling: null } literal }
        && literal.Content.Length is > 0 and <= MaxScriptLength
        && !literal.Content.AsSpan().ContainsAnyExcept(ScriptCharacters);

    static char Last(Markdig.Syntax.Inlines.Inline? inline) =>
        inline is LiteralInline { Content.Length: > 0 } literal ? literal.Content.AsSpan()[^1] : '\0';

    static char First(Markdig.Syntax.Inlines.Inline? inline) =>
        inline is LiteralInline { Content.Length: > 0 } literal ? literal.Content.AsSpan()[0] : '\0';
}
