using Repeater.Render.Highlighting.Languages;
using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Scanners;

/// <summary>Makefiles: rules, variables, and recipes for the shell.</summary>
static class MakefileScanner
{
    public static void Scan(CodeCursor cursor)
    {
        while (!cursor.IsAtEnd)
        {
            if (cursor.Current == '\t')
            {
                var length = LogicalLine.Length(cursor);
                cursor.Take(1);
                cursor.TakeAs(length - 1, ShellLanguages.Recipe);
                cursor.Take(1);
                continue;
            }

            cursor.TakeSpaces();
            if (cursor.Current == '#')
            {
                cursor.TakeLine(CodeClass.Comment);
                continue;
            }

            var word = cursor.CountWhile(0, static c => char.IsAsciiLetter(c) || c == '-');
            if (cursor.Slice(0, word) is "ifeq" or "ifneq" or "ifdef" or "ifndef" or "else" or "endif" or "include" or "-include" or "define" or "endef"
                or "export" or "unexport" or "override" or "vpath")
            {
                cursor.Take(word, CodeClass.Keyword);
            }

            TakeStatement(cursor);
        }
    }

    static void TakeStatement(CodeCursor cursor)
    {
        var end = cursor.Position + LogicalLine.Length(cursor);
        var name = NameLength(cursor);
        var sign = cursor.Peek(name);
        var isVariable = sign == '=' || (sign is ':' or '?' or '+' or '!' && cursor.Peek(name + 1) is '=' or ':');
        var named = isVariable ? CodeClass.Tag : sign == ':' ? CodeClass.Function : CodeClass.Plain;
        var nameEnd = cursor.Position + name;
        while (cursor.Position < end)
        {
            var c = cursor.Current;
            if (c == '$')
            {
                TakeVariable(cursor);
            }
            else if (c == '#')
            {
                cursor.Take(cursor.LineLength(), CodeClass.Comment);
            }
            else if (cursor.Position < nameEnd)
            {
                cursor.Take(1, c == ' ' ? CodeClass.Plain : named);
            }
            else
            {
                cursor.Take(1, c is ':' or '=' or '?' or '+' or '|' or '\\' or ',' or '(' or ')' ? CodeClass.Operator : CodeClass.Plain);
            }
        }

        cursor.Take(1);
    }

    static int NameLength(CodeCursor cursor)
    {
        var depth = 0;
        return cursor.CountWhile(0, c =>
        {
            depth += c is '(' or '{' ? 1 : c is ')' or '}' ? -1 : 0;
            return c != '\n' && (depth > 0 || c is not ':' and not '=' and not '?' and not '+' and not '!' and not '#');
        });
    }

    static void TakeVariable(CodeCursor cursor)
    {
        if (cursor.Peek(1) is not ('(' or '{'))
        {
            // "$@", "$^", "$x"; a dollar sign alone is text.
            cursor.Take(cursor.Peek(1) is > ' ' and < '\u007f' ? 2 : 1, CodeClass.Meta);
            return;
        }

        // Nested ones are each taken for themselves.
        cursor.Take(2 + cursor.CountWhile(2, static c => c is not ')' and not '}' and not '\n' and not '$'), CodeClass.Meta);
        cursor.Take(cursor.Current is ')' or '}' ? 1 : 0, CodeClass.Meta);
    }
}
