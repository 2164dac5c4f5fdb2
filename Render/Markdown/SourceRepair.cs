using System.Text;
using Repeater.Render.Text;

namespace Repeater.Render.Markdown;

/// <summary>
/// Small slips of models that would cost a whole block: <c>##标题</c> without its space, text right below a table, which makes
/// Markdig take the table for a paragraph, and a formula of several lines that begins behind text.
/// </summary>
static class SourceRepair
{
    public static string Apply(string source)
    {
        var repaired = new StringBuilder(source.Length + 64);
        var fence = "";
        var inTable = false;
        var previousHasPipe = false;
        var next = 0;
        var formulaEnd = 0;
        foreach (var line in source.AsSpan().EnumerateLines())
        {
            var start = next;
            next += line.Length + 1;
            var content = line.TrimStart(" \t>");
            if (start < formulaEnd)
            {
                // A formula has neither headings nor tables.
            }
            else if (fence.Length > 0)
            {
                fence = content.StartsWith(fence) && content.Trim(fence[0]).IsWhiteSpace() ? "" : fence;
            }
            else if (FenceOf(content) is { Length: > 0 } opening)
            {
                fence = opening;
                inTable = false;
            }
            else
            {
                var hasPipe = content.Contains('|');
                if (inTable && !hasPipe && !content.IsWhiteSpace())
                {
                    repaired.Append(line[..^content.Length].TrimEnd()).Append('\n');
                }

                inTable = hasPipe && (inTable || (previousHasPipe && IsDelimiterRow(content)));
                previousHasPipe = hasPipe;
                var marks = HeadingWithoutSpace(content);
                if (marks > 0)
                {
                    repaired.Append(line[..^content.Length]).Append('#', marks).Append(' ').Append(content[marks..]).Append('\n');
                    continue;
                }

                if (LongFormula(source, start, line) is { } formula)
                {
                    formulaEnd = formula.End;
                    var (prefix, column) = (PrefixBelow(line), formula.Start - start);
                    if (column > prefix.Length && FormulaFinder.EndsLine(source, formula))
                    {
                        repaired.Append(line[..column].TrimEnd()).Append('\n').Append(prefix).Append(line[column..]).Append('\n');
                        continue;
                    }
                }
            }

            repaired.Append(line).Append('\n');
        }

        return repaired.ToString();
    }

    /// <summary>
    /// Whether a line opens more quotes and list items than any reader follows. Markdig would refuse it too, but only after it
    /// has built all of them, which takes a second for a long line.
    /// </summary>
    public static bool IsNestedTooDeep(string source)
    {
        const int MaxOpened = 64;
        foreach (var line in source.AsSpan().EnumerateLines())
        {
            var marks = 0;
            var rest = line;
            while (marks <= MaxOpened && MarkLength(rest) is > 0 and var length)
            {
                marks++;
                rest = rest[length..].TrimStart();
            }

            if (marks > MaxOpened && !rest.IsWhiteSpace())
            {
                return true;
            }
        }

        return false;
    }

    static int MarkLength(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] == '>')
        {
            return 1;
        }

        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return digits >= 0 && digits + 1 < text.Length && text[digits + 1] == ' ' && IsListMark(text[digits], digits) ? digits + 2 : 0;
    }

    static bool IsListMark(char mark, int digits) => digits == 0 ? mark is '-' or '+' or '*' : mark is '.' or ')';

    // The opening fence, or empty.
    static string FenceOf(ReadOnlySpan<char> content)
    {
        if (content.Length < 3 || content[0] is not ('`' or '~'))
        {
            return "";
        }

        var length = content.IndexOfAnyExcept(content[0]);
        length = length < 0 ? content.Length : length;
        var isFence = length >= 3 && (content[0] == '~' || !content[length..].Contains('`'));
        return isFence ? content[..length].ToString() : "";
    }

    static bool IsDelimiterRow(ReadOnlySpan<char> content) =>
        content.Contains('-') && !content.ContainsAnyExcept("|-: \t");

    // A formula in the line that goes on in the next ones. Only what begins a line is safe from lists and headings.
    static FormulaSpan? LongFormula(string source, int start, ReadOnlySpan<char> line)
    {
        if (line.ContainsAny('`', '|') || !line.ContainsAny('$', '\\') || line.StartsWith("    "))
        {
            return null;
        }

        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] is not ('$' or '\\'))
            {
                continue;
            }

            var found = FormulaFinder.At(source, start + at);
            if (found is { IsDisplay: true } formula && formula.End > start + line.Length)
            {
                return found;
            }

            at = found is { } other ? other.End - start - 1 : line[at] == '\\' ? at + 1 : at;
        }

        return null;
    }

    // What keeps a further line in the quotes and list items that the line is in or opens.
    static string PrefixBelow(ReadOnlySpan<char> line)
    {
        var prefix = new StringBuilder();
        while (true)
        {
            var blank = line.IndexOfAnyExcept(" \t>");
            prefix.Append(line[..blank]);
            line = line[blank..];
            var mark = line[0] == '>' ? 0 : MarkLength(line);
            if (mark == 0 || mark >= line.Length)
            {
                return prefix.ToString();
            }

            prefix.Append(' ', mark);
            line = line[mark..];
        }
    }

    // One sign may be a hashtag; two or more before a Han character or bold text are meant as a heading.
    static int HeadingWithoutSpace(ReadOnlySpan<char> content)
    {
        var marks = content.IndexOfAnyExcept('#');
        if (marks is < 2 or > 6)
        {
            return 0;
        }

        Rune.DecodeFromUtf16(content[marks..], out var next, out _);
        return CharacterClasses.IsWide(next) || next.Value == '*' || Rune.IsDigit(next) ? marks : 0;
    }
}
