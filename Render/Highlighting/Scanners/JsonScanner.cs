using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Scanners;

/// <summary>JSON, also with comments, single quotes and bare keys.</summary>
static class JsonScanner
{
    public static void Scan(CodeCursor cursor)
    {
        while (!cursor.IsAtEnd)
        {
            var c = cursor.Current;
            if (c is '"' or '\'')
            {
                TakeString(cursor, c);
            }
            else if (cursor.At("//"))
            {
                cursor.Take(cursor.LineLength(), CodeClass.Comment);
            }
            else if (cursor.At("/*"))
            {
                var end = cursor.Rest[2..].IndexOf("*/", StringComparison.Ordinal);
                cursor.Take(end < 0 ? cursor.End - cursor.Position : end + 4, CodeClass.Comment);
            }
            else if (char.IsAsciiDigit(c) || (c is '-' or '+' or '.' && char.IsAsciiDigit(cursor.Peek(1))))
            {
                cursor.Take(1 + cursor.CountWhile(1, static p => char.IsAsciiLetterOrDigit(p) || p is '.' or '+' or '-'), CodeClass.Number);
            }
            else if (char.IsLetter(c) || c is '_' or '$')
            {
                var length = cursor.CountWhile(0, static p => char.IsLetterOrDigit(p) || p is '_' or '$');
                cursor.Take(length, IsKey(cursor, length) ? CodeClass.Tag
                    : cursor.Slice(0, length) is "true" or "false" or "null" or "NaN" or "Infinity" ? CodeClass.Number
                    : CodeClass.Plain);
            }
            else
            {
                cursor.Take(1, c is '{' or '}' or '[' or ']' or ':' or ',' ? CodeClass.Operator : CodeClass.Plain);
            }
        }
    }

    static void TakeString(CodeCursor cursor, char quote)
    {
        var at = 1;
        while (cursor.Position + at < cursor.End && cursor.Peek(at) != quote && cursor.Peek(at) != '\n')
        {
            at += cursor.Peek(at) == '\\' && cursor.Peek(at + 1) != '\n' ? 2 : 1;
        }

        at += cursor.Peek(at) == quote ? 1 : 0;
        cursor.Take(at, IsKey(cursor, at) ? CodeClass.Tag : CodeClass.String);
    }

    static bool IsKey(CodeCursor cursor, int length) => cursor.Peek(length + cursor.CountWhile(length, char.IsWhiteSpace)) == ':';
}
