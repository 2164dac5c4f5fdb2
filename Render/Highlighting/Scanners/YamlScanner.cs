using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Scanners;

/// <summary>YAML, line by line.</summary>
sealed class YamlScanner(CodeCursor cursor)
{
    // Brackets and braces that are open: within them a comma ends a value.
    int _flow;

    public static void Scan(CodeCursor cursor) => new YamlScanner(cursor).Scan();

    void Scan()
    {
        while (!cursor.IsAtEnd)
        {
            if (_flow == 0 && cursor.IsAtLineStart && (cursor.At("---") || cursor.At("...")))
            {
                cursor.Take(3, CodeClass.Meta);
            }
            else if (_flow == 0 && cursor.IsAtLineStart && cursor.Current == '%')
            {
                cursor.Take(cursor.LineLength(), CodeClass.Meta);
            }

            ScanLine();
        }
    }

    void ScanLine()
    {
        var indent = cursor.CountWhile(0, ' '.Equals);
        var keyAllowed = true;
        while (!cursor.IsAtEnd && cursor.Current != '\n')
        {
            var c = cursor.Current;
            var next = cursor.Peek(1);
            if (char.IsWhiteSpace(c))
            {
                cursor.Take(1);
            }
            else if (c == '#' && cursor.Peek(-1) is '\0' or ' ' or '\t' or '\n')
            {
                cursor.Take(cursor.LineLength(), CodeClass.Comment);
            }
            else if (c is '-' or '?' or ':' && next is ' ' or '\n' or '\0')
            {
                indent += c == '-' && keyAllowed ? 1 : 0;
                keyAllowed = c != ':' || _flow > 0;
                cursor.Take(1, CodeClass.Operator);
            }
            else if (c is '{' or '[' or '}' or ']' or ',' && (_flow > 0 || c is '{' or '['))
            {
                _flow = Math.Max(0, _flow + (c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0));
                cursor.Take(1, CodeClass.Operator);
                keyAllowed = true;
            }
            else if (c is '&' or '*' or '!' && (char.IsLetterOrDigit(next) || next is '!' or '<'))
            {
                cursor.Take(cursor.CountWhile(0, static p => !char.IsWhiteSpace(p) && p is not ',' and not ']' and not '}'), CodeClass.Meta);
            }
            else if (c is '|' or '>' && _flow == 0 && IsBlockHeader())
            {
                cursor.Take(cursor.CountWhile(0, static p => p is '|' or '>' or '+' or '-' || char.IsAsciiDigit(p)), CodeClass.Operator);
                cursor.TakeSpaces();
                cursor.Take(cursor.LineLength(), cursor.Current == '#' ? CodeClass.Comment : CodeClass.Plain);
                TakeBlock(indent);
                return;
            }
            else
            {
                TakeScalar(c, ref keyAllowed);
            }
        }

        cursor.Take(1);
    }

    bool IsBlockHeader()
    {
        var signs = cursor.CountWhile(0, static p => p is '|' or '>' or '+' or '-' || char.IsAsciiDigit(p));
        var spaces = cursor.CountWhile(signs, static p => p is ' ' or '\t' or '\r');
        return signs <= 3 && cursor.Peek(signs + spaces) is '\n' or '\0' or '#';
    }

    // Lines that are indented more than the key belong to its text, and so do empty ones.
    void TakeBlock(int indent)
    {
        cursor.Take(1);
        while (!cursor.IsAtEnd)
        {
            var spaces = cursor.CountWhile(0, ' '.Equals);
            if (spaces <= indent && cursor.Peek(spaces) is not ('\n' or '\0' or '\r'))
            {
                return;
            }

            cursor.Take(cursor.LineLength(), CodeClass.String);
            cursor.Take(1);
        }
    }

    void TakeScalar(char c, ref bool keyAllowed)
    {
        if (c is '"' or '\'')
        {
            var length = QuotedKeyLength(c);
            if (length > 0 && keyAllowed)
            {
                cursor.Take(length, CodeClass.Tag);
            }
            else
            {
                ValueScanner.TakeString(cursor, multiLine: true);
            }

            keyAllowed = _flow > 0;
            return;
        }

        var inFlow = _flow > 0;
        var end = 1;
        while (cursor.Position + end < cursor.End && cursor.Peek(end) is var p && p != '\n'
            && !(p == ':' && (cursor.Peek(end + 1) is ' ' or '\n' or '\0' or '\r' || (inFlow && cursor.Peek(end + 1) is ',' or '}')))
            && !(p == '#' && cursor.Peek(end - 1) is ' ' or '\t')
            && !(inFlow && p is ',' or ']' or '}'))
        {
            end++;
        }

        if (cursor.Peek(end) == ':' && keyAllowed)
        {
            cursor.Take(end, CodeClass.Tag);
            return;
        }

        // A colon inside a value is nothing special.
        if (cursor.Peek(end) == ':')
        {
            end++;
        }

        var text = cursor.Slice(0, end).TrimEnd();
        cursor.Take(text.Length, ValueScanner.ClassOf(text, CodeClass.String));
        keyAllowed = inFlow;
    }

    // Keys are short: looking further for the end of one would not be linear.
    int QuotedKeyLength(char quote)
    {
        const int Longest = 120;
        for (var at = 1; at < Longest && cursor.Peek(at) is not ('\n' or '\0'); at++)
        {
            if (cursor.Peek(at) == quote)
            {
                return cursor.Peek(at + 1) == ':' ? at + 1 : 0;
            }
        }

        return 0;
    }
}
