using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Scanners;

/// <summary>TOML, INI, properties, environment files: sections and lines of key and value.</summary>
static class IniScanner
{
    public static void Scan(CodeCursor cursor)
    {
        while (!cursor.IsAtEnd)
        {
            cursor.TakeSpaces();
            switch (cursor.Current)
            {
                case '#' or ';' or '!':
                    cursor.TakeLine(CodeClass.Comment);
                    break;
                case '[':
                    TakeSection(cursor);
                    break;
                default:
                    TakePair(cursor);
                    break;
            }
        }
    }

    static void TakeSection(CodeCursor cursor)
    {
        cursor.Take(cursor.CountWhile(0, '['.Equals), CodeClass.Operator);
        cursor.Take(cursor.CountWhile(0, static c => c is not ']' and not '\n'), CodeClass.Type);
        cursor.Take(cursor.CountWhile(0, ']'.Equals), CodeClass.Operator);
        TakeValues(cursor);
    }

    static void TakePair(CodeCursor cursor)
    {
        if (cursor.At("export "))
        {
            cursor.Take(6, CodeClass.Keyword);
            cursor.TakeSpaces();
        }

        var length = cursor.CountWhile(0, static c => c is not '=' and not '\n' and not ':');
        if (cursor.Peek(length) is not ('=' or ':'))
        {
            cursor.Take(length);
            cursor.Take(1);
            return;
        }

        cursor.Take(length, CodeClass.Tag);
        cursor.Take(1, CodeClass.Operator);
        TakeValues(cursor);
    }

    // Brackets and braces of TOML may hold line ends.
    static void TakeValues(CodeCursor cursor)
    {
        var depth = 0;
        while (!cursor.IsAtEnd && (cursor.Current != '\n' || depth > 0))
        {
            var c = cursor.Current;
            if (cursor.At("\"\"\"") || cursor.At("'''"))
            {
                var end = cursor.Rest[3..].IndexOf(c == '"' ? "\"\"\"" : "'''", StringComparison.Ordinal);
                cursor.Take(end < 0 ? cursor.End - cursor.Position : end + 6, CodeClass.String);
            }
            else if (c is '"' or '\'')
            {
                ValueScanner.TakeString(cursor, multiLine: false);
            }
            else if (c is '#' or ';' && cursor.Peek(-1) is ' ' or '\t' or '\n')
            {
                cursor.Take(cursor.LineLength(), CodeClass.Comment);
            }
            else if (c == '$' && cursor.Peek(1) == '{')
            {
                cursor.Take(1 + cursor.CountWhile(1, static p => p is not '}' and not '\n') + 1, CodeClass.Meta);
            }
            else if (c is '[' or ']' or '{' or '}' or ',' or '=')
            {
                depth = Math.Max(0, depth + (c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0));
                cursor.Take(1, CodeClass.Operator);
            }
            else if (char.IsWhiteSpace(c))
            {
                cursor.Take(1);
            }
            else
            {
                TakeBare(cursor, depth);
            }
        }

        cursor.Take(1);
    }

    static void TakeBare(CodeCursor cursor, int depth)
    {
        var length = 1 + cursor.CountWhile(1, static p => !char.IsWhiteSpace(p) && p is not ',' and not ']' and not '}' and not '=' and not '"' and not '$');
        var isKey = depth > 0 && cursor.Peek(length + cursor.CountWhile(length, ' '.Equals)) == '=';
        cursor.Take(length, isKey ? CodeClass.Tag : ValueScanner.ClassOf(cursor.Slice(0, length), CodeClass.String));
    }
}
