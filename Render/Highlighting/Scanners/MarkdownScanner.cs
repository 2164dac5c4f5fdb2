using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Scanners;

/// <summary>Markdown as source. Fenced code is coloured by its own language, but Markdown within Markdown is plain.</summary>
sealed class MarkdownScanner(CodeCursor cursor)
{
    public static void Scan(CodeCursor cursor) => new MarkdownScanner(cursor).Scan();

    void Scan()
    {
        while (!cursor.IsAtEnd)
        {
            cursor.TakeSpaces();
            var c = cursor.Current;
            if (cursor.At("```") || cursor.At("~~~"))
            {
                TakeFence(c);
                continue;
            }

            if (c == '#' && cursor.Peek(cursor.CountWhile(0, '#'.Equals)) == ' ')
            {
                cursor.TakeLine(CodeClass.Keyword);
                continue;
            }

            if (cursor.At("---") || cursor.At("***") || cursor.At("==="))
            {
                cursor.Take(cursor.CountWhile(0, c.Equals), CodeClass.Operator);
            }
            else if (c is '-' or '*' or '+' && cursor.Peek(1) == ' ')
            {
                cursor.Take(1, CodeClass.Meta);
                TakeTaskBox();
            }
            else if (cursor.CountWhile(0, char.IsAsciiDigit) is > 0 and var digits && cursor.Peek(digits) is '.' or ')')
            {
                cursor.Take(digits + 1, CodeClass.Meta);
            }
            else if (c == '>')
            {
                cursor.TakeLine(CodeClass.Comment);
                continue;
            }

            TakeInlines();
            cursor.Take(1);
        }
    }

    void TakeTaskBox()
    {
        if (cursor.Peek(1) == '[' && cursor.Peek(2) is ' ' or 'x' or 'X' && cursor.Peek(3) == ']')
        {
            cursor.Take(1);
            cursor.Take(3, CodeClass.Meta);
        }
    }

    void TakeFence(char sign)
    {
        var length = cursor.CountWhile(0, sign.Equals);
        cursor.Take(length, CodeClass.Operator);
        var name = cursor.Slice(0, cursor.LineLength()).Trim().ToString();
        cursor.TakeLine(CodeClass.Meta);

        // The end is a line of at least as many signs.
        var code = 0;
        while (cursor.Position + code < cursor.End)
        {
            var indent = cursor.CountWhile(code, ' '.Equals);
            if (cursor.CountWhile(code + indent, sign.Equals) >= length)
            {
                break;
            }

            var end = cursor.Rest[code..].IndexOf('\n');
            code = end < 0 ? cursor.Rest.Length : code + end + 1;
        }

        if (LanguageCatalog.Find(name) is { } language && !language.Names.StartsWith("markdown", StringComparison.Ordinal))
        {
            cursor.TakeAs(code, language);
        }
        else
        {
            cursor.Take(code);
        }

        cursor.TakeSpaces();
        cursor.TakeLine(CodeClass.Operator);
    }

    void TakeInlines()
    {
        // An end that was not found once is not there for a later sign of this line either.
        var (noCode, noLink) = (false, false);
        while (!cursor.IsAtEnd && cursor.Current != '\n')
        {
            var c = cursor.Current;
            if (c == '`' && !noCode)
            {
                var end = cursor.CountWhile(1, static p => p is not '`' and not '\n');
                noCode = cursor.Peek(end + 1) != '`';
                cursor.Take(noCode ? 1 : end + 2, noCode ? CodeClass.Plain : CodeClass.String);
            }
            else if (c == '[' && !noLink)
            {
                TakeLink(ref noLink);
            }
            else if (c is '*' or '~' or '_' or '|' or '!' && !(c == '_' && char.IsLetterOrDigit(cursor.Peek(-1)) && char.IsLetterOrDigit(cursor.Peek(1))))
            {
                cursor.Take(1, c == '!' && cursor.Peek(1) != '[' ? CodeClass.Plain : CodeClass.Operator);
            }
            else if (c == '<' && (char.IsAsciiLetter(cursor.Peek(1)) || cursor.Peek(1) is '/' or '!'))
            {
                cursor.Take(1 + cursor.CountWhile(1, static p => p is not '>' and not '\n' and not '<'), CodeClass.Tag);
                cursor.Take(cursor.Current == '>' ? 1 : 0, CodeClass.Tag);
            }
            else
            {
                cursor.Take(c == '\\' && cursor.Peek(1) is not '\n' && !char.IsHighSurrogate(cursor.Peek(1)) ? 2 : 1);
            }
        }
    }

    void TakeLink(ref bool noLink)
    {
        var text = cursor.CountWhile(1, static p => p is not ']' and not '\n' and not '[');
        noLink = cursor.Peek(1 + text) is '\n' or '\0';
        if (cursor.Peek(1 + text) != ']')
        {
            cursor.Take(1);
            return;
        }

        cursor.Take(1, CodeClass.Operator);
        cursor.Take(text, CodeClass.String);
        cursor.Take(1, CodeClass.Operator);
        if (cursor.Current == '(')
        {
            cursor.Take(1, CodeClass.Operator);
            cursor.Take(cursor.CountWhile(0, static p => p is not ')' and not '\n'), CodeClass.Meta);
            cursor.Take(cursor.Current == ')' ? 1 : 0, CodeClass.Operator);
        }
    }
}
