using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Scanners;

/// <summary>CSS, SCSS and Less.</summary>
sealed class CssScanner(CodeCursor cursor)
{
    bool _inValue;
    int _parentheses;

    public static void Scan(CodeCursor cursor) => new CssScanner(cursor).Scan();

    void Scan()
    {
        while (!cursor.IsAtEnd)
        {
            var c = cursor.Current;
            if (cursor.At("/*"))
            {
                var end = cursor.Rest[2..].IndexOf("*/", StringComparison.Ordinal);
                cursor.Take(end < 0 ? cursor.End - cursor.Position : end + 4, CodeClass.Comment);
            }
            else if (cursor.At("//") && cursor.Peek(-1) != ':')
            {
                cursor.Take(cursor.LineLength(), CodeClass.Comment);
            }
            else if (c is '"' or '\'')
            {
                TakeString(c);
            }
            else if (IsWord(c) || (c is '@' or '#' or '.' or '$' && IsWord(cursor.Peek(1))))
            {
                TakeWord(c);
            }
            else
            {
                TakeSign(c);
            }
        }
    }

    void TakeString(char quote)
    {
        var at = 1;
        while (cursor.Position + at < cursor.End && cursor.Peek(at) != quote && cursor.Peek(at) != '\n')
        {
            at += cursor.Peek(at) == '\\' ? 2 : 1;
        }

        cursor.Take(at + (cursor.Peek(at) == quote ? 1 : 0), CodeClass.String);
    }

    void TakeWord(char c)
    {
        var length = 1 + cursor.CountWhile(1, IsWord);
        var next = cursor.Peek(length);
        if (char.IsAsciiDigit(c) || (c is '.' or '-' or '+' && char.IsAsciiDigit(cursor.Peek(1))))
        {
            length += next == '.' && char.IsAsciiDigit(cursor.Peek(length + 1)) ? 1 + cursor.CountWhile(length + 1, IsWord) : 0;
            length += cursor.Peek(length) == '%' ? 1 : 0;
            cursor.Take(length, CodeClass.Number);
            return;
        }

        if (next == '(' && cursor.Slice(0, length) is "url" && cursor.Peek(length + 1) is not ('"' or '\'' or ' '))
        {
            cursor.Take(length, CodeClass.Function);
            cursor.Take(1, CodeClass.Operator);
            cursor.Take(cursor.CountWhile(0, static p => p is not ')' and not '\n'), CodeClass.String);
            return;
        }

        var isVariable = c == '$' || (c == '-' && cursor.Peek(1) == '-');
        var isProperty = !_inValue && cursor.Peek(length + cursor.CountWhile(length, ' '.Equals)) == ':' && IsDeclaration(length);
        cursor.Take(length, c switch
        {
            '@' => CodeClass.Keyword,
            _ when isVariable => CodeClass.Meta,
            '#' => _inValue ? CodeClass.Number : CodeClass.Function,
            '.' => CodeClass.Function,
            _ when isProperty => CodeClass.Meta,
            _ when next == '(' => CodeClass.Function,
            _ when _inValue => CodeClass.Plain,
            _ => CodeClass.Tag,
        });
    }

    // "a:hover {" is a selector, "color: red" a declaration; most people put a space into one of them.
    bool IsDeclaration(int length)
    {
        var colon = length + cursor.CountWhile(length, ' '.Equals);
        return cursor.Peek(colon + 1) != ':' && (char.IsWhiteSpace(cursor.Peek(colon + 1)) || !char.IsAsciiLetter(cursor.Peek(colon + 1)) || !EndsInBrace(colon));
    }

    // Whether a block opens on this line, looking no further than a line is usually long.
    bool EndsInBrace(int at)
    {
        const int Furthest = 120;
        for (var end = at + Furthest; at < end; at++)
        {
            switch (cursor.Peek(at))
            {
                case '{':
                    return true;
                case '\n' or '\0' or ';' or '}':
                    return false;
            }
        }

        return false;
    }

    void TakeSign(char c)
    {
        _parentheses = Math.Max(0, _parentheses + (c == '(' ? 1 : c == ')' ? -1 : 0));
        _inValue = c switch
        {
            ':' => char.IsWhiteSpace(cursor.Peek(1)) || (cursor.Peek(1) != ':' && cursor.Peek(-1) != ':' && !EndsInBrace(1)),
            '{' or '}' or ';' => false,
            _ => _inValue,
        };
        cursor.Take(1, char.IsWhiteSpace(c) || c > 127 ? CodeClass.Plain : CodeClass.Operator);
    }

    static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '-' or '_';
}
