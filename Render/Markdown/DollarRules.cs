using System.Buffers;

namespace Repeater.Render.Markdown;

/// <summary>
/// Which text between two single dollars is a formula. Chats are full of prices, shell variables, templates and regular
/// expressions: what could be one of those stays text.
/// </summary>
static class DollarRules
{
    // What may follow a formula without a space: the n-th, 3D.
    static readonly string[] Suffixes = ["th", "st", "nd", "rd", "s", "D", "NN"];

    static readonly SearchValues<char> FormulaCharacters = SearchValues.Create("\\^_ +-=");

    /// <param name="before">The character before the opening dollar, or NUL.</param>
    /// <param name="content">Between the dollars; no dollar in it but inside <c>\text{…}</c>.</param>
    /// <param name="after">What follows the closing dollar.</param>
    public static bool IsFormula(char before, ReadOnlySpan<char> content, ReadOnlySpan<char> after)
    {
        if (content.IsEmpty || content.Contains('`') || content.Contains("\n|", StringComparison.Ordinal))
        {
            return false;
        }

        var next = after.IsEmpty ? '\0' : after[0];
        return MayStandAt(before, content, next, after)
            && !IsTemplate(content)
            && (content[0] != '.' || content.Length < 2 || !char.IsAsciiLetter(content[1]))
            && IsMathematics(content, FormulaSigns.Of(content), next);
    }

    // CO$_2$, 10$^{-3}$ and 2$\times$3 are written so; US$5 and $HOME/$USER too.
    static bool MayStandAt(char before, ReadOnlySpan<char> content, char next, ReadOnlySpan<char> after)
    {
        var attached = content[0] is '\\' or '^' or '_';
        var isSign = content is ['\\', >= 'a' and <= 'z', >= 'a' and <= 'z', ..] && !content.Contains(' ');
        return (isSign || !char.IsAsciiDigit(next)) && next is not ('_' or '{' or '$')
            && (attached || !char.IsAsciiLetterOrDigit(before))
            && (attached || !char.IsAsciiLetter(next) || HasSuffix(after))
            && !(next == '(' && (content[0] == '(' || "=+-*/:.".Contains(content[^1])));
    }

    static bool HasSuffix(ReadOnlySpan<char> after)
    {
        foreach (var suffix in Suffixes)
        {
            if (after.StartsWith(suffix) && (after.Length == suffix.Length || !char.IsAsciiLetterOrDigit(after[suffix.Length])))
            {
                return true;
            }
        }

        return false;
    }

    // ${name}, ${user.name}
    static bool IsTemplate(ReadOnlySpan<char> content)
    {
        var close = content.IndexOf('}');
        return content[0] == '{' && close > 1 && char.IsAsciiLetter(content[1]) && !content[1..close].ContainsAny(FormulaCharacters);
    }

    static bool IsMathematics(ReadOnlySpan<char> content, FormulaSigns signs, char next)
    {
        var (spaceFirst, spaceLast) = (char.IsWhiteSpace(content[0]), char.IsWhiteSpace(content[^1]));
        if (spaceFirst || spaceLast)
        {
            // Some models put a space inside both dollars. So do price lists, and shell prompts on two lines.
            var padded = spaceFirst && spaceLast && !signs.LineEnd && !char.IsAsciiLetter(next);
            if (!padded || !(signs.Strong || (signs.Operator && content.Contains('=') && signs.WordsInRow < 2)))
            {
                return false;
            }
        }

        if (!signs.Balanced || signs.WideOutside || (signs.WideInside && !signs.Strong) || (signs.LineEnd && !signs.Strong))
        {
            return false;
        }

        if (signs.Command)
        {
            return signs.WordsInRow < 3;
        }

        var amount = char.IsAsciiDigit(content[0]) && content.Contains(' ') && signs.WordsInRow > 0;
        return !amount && !signs.Quote && signs is { BracketsBalanced: true, EvenBars: true, WordsInRow: < 2 }
            && (signs.Operator || signs.Script || (signs is { Tokens: true, LongWord: false } && IsList(content)));
    }

    // a, b and 3:4 and "2 n", but not "5 or 6".
    static bool IsList(ReadOnlySpan<char> content)
    {
        for (var at = content.IndexOf(' '); at >= 0 && at + 1 < content.Length; at++)
        {
            if (content[at] == ' ' && at > 0 && !",;:".Contains(content[at - 1]) && (IsInWord(content, at - 1) || IsInWord(content, at + 1)))
            {
                return false;
            }
        }

        return true;
    }

    static bool IsInWord(ReadOnlySpan<char> content, int at) =>
        char.IsAsciiLetter(content[at])
        && ((at > 0 && char.IsAsciiLetter(content[at - 1])) || (at + 1 < content.Length && char.IsAsciiLetter(content[at + 1])));
}
