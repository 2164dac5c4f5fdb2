using System.Buffers;
using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Scanners;

/// <summary>Values as YAML, TOML and their kin write them.</summary>
static class ValueScanner
{
    static readonly SearchValues<char> NumberSigns = SearchValues.Create("0123456789abcdefABCDEFxXoO_+-.:TZ");

    /// <summary>Takes a quoted string at the cursor; without its end it goes on to the end of the line.</summary>
    public static void TakeString(CodeCursor cursor, bool multiLine, CodeClass kind = CodeClass.String)
    {
        var quote = cursor.Current;
        var at = 1;
        while (cursor.Position + at < cursor.End && cursor.Peek(at) != quote && (multiLine || cursor.Peek(at) != '\n'))
        {
            at += quote == '"' && cursor.Peek(at) == '\\' && cursor.Peek(at + 1) != '\n' ? 2 : 1;
        }

        cursor.Take(at + (cursor.Peek(at) == quote ? 1 : 0), kind);
    }

    /// <summary>What an unquoted value is: a number (also a date, a size) or constant, else the given class.</summary>
    public static CodeClass ClassOf(ReadOnlySpan<char> value, CodeClass otherwise)
    {
        const int LongestNumber = 40;
        if (value.Length is 0 or > LongestNumber)
        {
            return otherwise;
        }

        foreach (var word in (ReadOnlySpan<string>)["true", "false", "null", "yes", "no", "on", "off", "~", "inf", "nan"])
        {
            if (value.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return CodeClass.Number;
            }
        }

        var first = value[0] is '-' or '+' or '.' && value.Length > 1 ? value[1] : value[0];
        return char.IsAsciiDigit(first) && !value.ContainsAnyExcept(NumberSigns) ? CodeClass.Number : otherwise;
    }
}
