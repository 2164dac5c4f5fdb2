using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Scanners;

/// <summary>LaTeX.</summary>
static class LatexScanner
{
    public static void Scan(CodeCursor cursor)
    {
        var inMath = false;
        while (!cursor.IsAtEnd)
        {
            var c = cursor.Current;
            if (c == '%')
            {
                cursor.Take(cursor.LineLength(), CodeClass.Comment);
            }
            else if (c == '\\')
            {
                TakeCommand(cursor);
            }
            else if (c == '$')
            {
                inMath = !inMath;
                cursor.Take(cursor.Peek(1) == '$' ? 2 : 1, CodeClass.Meta);
            }
            else if (char.IsAsciiDigit(c))
            {
                cursor.Take(1 + cursor.CountWhile(1, static p => char.IsAsciiDigit(p) || p == '.'), CodeClass.Number);
            }
            else if (c is '{' or '}' or '[' or ']' or '&' or '^' or '_' or '~' || (inMath && c is '=' or '+' or '-' or '<' or '>'))
            {
                cursor.Take(1, CodeClass.Operator);
            }
            else
            {
                // A paragraph ends whatever formula was left open.
                inMath &= !cursor.At("\n\n");
                cursor.Take(1, inMath && !char.IsWhiteSpace(c) ? CodeClass.String : CodeClass.Plain);
            }
        }
    }

    static void TakeCommand(CodeCursor cursor)
    {
        var letters = cursor.CountWhile(1, static c => char.IsAsciiLetter(c) || c is '@' or '*');
        if (letters == 0)
        {
            cursor.Take(char.IsHighSurrogate(cursor.Peek(1)) || cursor.Peek(1) == '\n' ? 1 : 2, CodeClass.Keyword);
            return;
        }

        var takesName = cursor.Slice(1, letters) is "begin" or "end" or "usepackage" or "documentclass" or "label" or "ref" or "cite" or "input" or "include";
        cursor.Take(1 + letters, CodeClass.Keyword);
        if (!takesName)
        {
            return;
        }

        if (cursor.Current == '[')
        {
            cursor.Take(1 + cursor.CountWhile(1, static c => c is not ']' and not '\n') + 1);
        }

        if (cursor.Current == '{')
        {
            cursor.Take(1, CodeClass.Operator);
            cursor.Take(cursor.CountWhile(0, static c => c is not '}' and not '\n' and not '\\'), CodeClass.Type);
        }
    }
}
