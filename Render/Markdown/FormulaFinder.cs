namespace Repeater.Render.Markdown;

/// <summary>
/// Finds formulas in text, code being the caller's concern. A formula ends at a blank line at the latest, so one that is not
/// closed costs no more than its paragraph.
/// </summary>
static class FormulaFinder
{
    // Between single dollars. Longer, and it is rather two prices far apart.
    const int LongestDollar = 1000;
    const string Boxed = @"\boxed{";

    /// <summary>The formula whose first character stands there, <c>$</c> or a back-slash; null when there is none.</summary>
    public static FormulaSpan? At(ReadOnlySpan<char> text, int start)
    {
        if (MarkAt(text, start) is not { } mark)
        {
            return null;
        }

        var opening = mark switch { FormulaMark.Dollar => 1, FormulaMark.Environment or FormulaMark.Boxed => 0, _ => 2 };
        var close = mark switch
        {
            FormulaMark.Environment => EndOfEnvironment(text, start),
            FormulaMark.Boxed => EndOfGroup(text, start + Boxed.Length - 1),
            FormulaMark.Dollar => EndOf(text[..Math.Min(text.Length, start + LongestDollar)], start + opening, mark),
            _ => EndOf(text, start + opening, mark),
        };
        if (close < 0)
        {
            return null;
        }

        var span = new FormulaSpan(mark, start, close + opening, start + opening, close);
        return IsFormula(text, span) ? span : null;
    }

    /// <summary>Whether nothing but white space and closing punctuation shares its lines.</summary>
    public static bool IsAlone(ReadOnlySpan<char> text, FormulaSpan span) => StartsLine(text, span) && EndsLine(text, span);

    public static bool StartsLine(ReadOnlySpan<char> text, FormulaSpan span)
    {
        var before = text[..span.Start].TrimEnd(" \t");
        return before.IsEmpty || before[^1] == '\n';
    }

    public static bool EndsLine(ReadOnlySpan<char> text, FormulaSpan span)
    {
        var after = text[span.End..].TrimStart(" \t,.;，。；、");
        return after.IsEmpty || after[0] == '\n';
    }

    static FormulaMark? MarkAt(ReadOnlySpan<char> text, int start)
    {
        var next = start + 1 < text.Length ? text[start + 1] : '\0';
        if (text[start] == '$')
        {
            // Three in a row are no delimiter.
            var isThird = (start > 0 && text[start - 1] == '$') || (next == '$' && start + 2 < text.Length && text[start + 2] == '$');
            return isThird ? null : next == '$' ? FormulaMark.Dollars : FormulaMark.Dollar;
        }

        return (text[start], next) switch
        {
            ('\\', '(') => FormulaMark.Round,
            ('\\', '[') => FormulaMark.Square,
            ('\\', 'b') when text[start..].StartsWith(Boxed) => FormulaMark.Boxed,
            ('\\', 'b') when FormulaEnvironments.Contains(FormulaEnvironments.BegunAt(text, start)) => FormulaMark.Environment,
            _ => null,
        };
    }

    static bool IsFormula(ReadOnlySpan<char> text, FormulaSpan span)
    {
        var content = span.Content(text);
        if (span.Mark is FormulaMark.Dollar)
        {
            return DollarRules.IsFormula(span.Start > 0 ? text[span.Start - 1] : '\0', content, text[span.End..]);
        }

        if (span.Mark is FormulaMark.Environment or FormulaMark.Boxed)
        {
            return true;
        }

        // \(see below\) and \[1\] are escaped brackets.
        var signs = FormulaSigns.Of(content.Trim());
        return !content.IsWhiteSpace()
            && (signs.Command
                || ((signs.Script || signs.Operator) && signs.WordsInRow < 3)
                || (signs is { Tokens: true, LongWord: false, WordsInRow: < 2 } && (span.Mark != FormulaMark.Square || IsAlone(text, span))));
    }

    // Where the closing delimiter begins; -1 when there is none before a blank line or another opening one.
    static int EndOf(ReadOnlySpan<char> text, int from, FormulaMark mark)
    {
        for (var at = from; at < text.Length; at++)
        {
            var next = at + 1 < text.Length ? text[at + 1] : '\0';
            switch (text[at])
            {
                case '\\':
                    switch (mark, next)
                    {
                        case (FormulaMark.Round, ')') or (FormulaMark.Square, ']'):
                            return at;
                        case (FormulaMark.Round, '(') or (FormulaMark.Square, '['):
                            return -1;
                    }

                    at = EndOfWords(text, at) is > 0 and var end ? end : at + 1;
                    break;
                case '$':
                    return mark == FormulaMark.Dollar || (mark == FormulaMark.Dollars && next == '$') ? at : -1;
                case '\n' when EndsParagraph(text[(at + 1)..]) && !IsAtDelimiter(text, from, at, mark):
                    return -1;
            }
        }

        return -1;
    }

    // Some models leave a line blank after the opening delimiter and before the closing one.
    static bool IsAtDelimiter(ReadOnlySpan<char> text, int from, int at, FormulaMark mark)
    {
        const int Near = 20;
        var isAtOpening = at - from < Near && text[from..at].IsWhiteSpace();
        var next = text[at..Math.Min(text.Length, at + Near)].TrimStart(" \t\r\n>");
        return (mark == FormulaMark.Dollars && (isAtOpening || next.StartsWith("$$")))
            || (mark == FormulaMark.Square && (isAtOpening || next.StartsWith(@"\]")));
    }

    static int EndOfEnvironment(ReadOnlySpan<char> text, int start)
    {
        var name = FormulaEnvironments.BegunAt(text, start);
        var open = 0;
        for (var at = start; at < text.Length; at++)
        {
            if (text[at] == '\n' && EndsParagraph(text[(at + 1)..]))
            {
                return -1;
            }

            if (text[at] != '\\')
            {
                continue;
            }

            if (FormulaEnvironments.BegunAt(text, at).SequenceEqual(name))
            {
                open++;
            }
            else if (FormulaEnvironments.EndedAt(text, at).SequenceEqual(name) && --open == 0)
            {
                return at + @"\end{}".Length + name.Length;
            }

            at++;
        }

        return -1;
    }

    // The brace that closes \text{…}, in which dollars are part of the formula; 0 where no such command stands.
    static int EndOfWords(ReadOnlySpan<char> text, int start)
    {
        var rest = text[(start + 1)..];
        if (!rest.StartsWith("text") && !rest.StartsWith("mbox"))
        {
            return 0;
        }

        var open = rest.IndexOfAnyExceptInRange('a', 'z');
        if (open < 0 || rest[open] != '{')
        {
            return 0;
        }

        return EndOfGroup(text, start + 1 + open) is > 0 and var end ? end - 1 : 0;
    }

    // After the brace that closes the one there, on the same line; -1 when there is none.
    static int EndOfGroup(ReadOnlySpan<char> text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length && text[at] != '\n'; at++)
        {
            depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }

            at += text[at] == '\\' ? 1 : 0;
        }

        return -1;
    }

    // The line that begins there is blank, or a fence; in the source of a quote it may have the quote's sign.
    static bool EndsParagraph(ReadOnlySpan<char> lines)
    {
        var rest = lines.TrimStart(" \t\r>");
        return rest.IsEmpty || rest[0] == '\n' || rest.StartsWith("```");
    }
}
