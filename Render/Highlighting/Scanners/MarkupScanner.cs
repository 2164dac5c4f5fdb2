using Repeater.Render.Highlighting.Languages;
using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Scanners;

/// <summary>HTML and XML, with the style sheets, scripts and PHP in them.</summary>
sealed class MarkupScanner(CodeCursor cursor)
{
    public static void Scan(CodeCursor cursor) => new MarkupScanner(cursor).Scan();

    void Scan()
    {
        while (!cursor.IsAtEnd)
        {
            cursor.Take(cursor.CountWhile(0, static c => c is not '<' and not '&'));
            if (!TryTag() && !TryEntity())
            {
                cursor.Take(1);
            }
        }
    }

    bool TryTag()
    {
        if (TryPhp() || TryBetween("<!--", "-->", CodeClass.Comment) || TryBetween("<![CDATA[", "]]>", CodeClass.String)
            || TryBetween("<?", "?>", CodeClass.Meta) || TryBetween("<!", ">", CodeClass.Meta))
        {
            return true;
        }

        var slash = cursor.At("</") ? 1 : 0;
        var name = cursor.Current == '<' ? NameLength(1 + slash) : 0;
        if (name == 0)
        {
            return false;
        }

        var raw = slash == 0 ? LanguageIn(cursor.Slice(1, name)) : null;
        cursor.Take(1 + slash, CodeClass.Operator);
        cursor.Take(name, CodeClass.Tag);
        var isOpen = TakeAttributes();
        if (raw is { } embedded && isOpen && slash == 0)
        {
            var length = cursor.Rest.IndexOf(embedded.End, StringComparison.OrdinalIgnoreCase);
            cursor.TakeAs(length < 0 ? cursor.End - cursor.Position : length, embedded.Language);
        }

        return true;
    }

    static (Language Language, string End)? LanguageIn(ReadOnlySpan<char> name) =>
        name.Equals("script", StringComparison.OrdinalIgnoreCase) ? (ScriptLanguages.TypeScript, "</script")
        : name.Equals("style", StringComparison.OrdinalIgnoreCase) ? (DataLanguages.Css, "</style")
        : null;

    // True if an element was opened, not closed in the same tag.
    bool TakeAttributes()
    {
        while (!cursor.IsAtEnd)
        {
            var c = cursor.Current;
            if (c == '>')
            {
                cursor.Take(1, CodeClass.Operator);
                return true;
            }

            if (cursor.At("/>"))
            {
                cursor.Take(2, CodeClass.Operator);
                return false;
            }

            if (c == '<')
            {
                if (!TryPhp())
                {
                    // The tag before was never finished.
                    return false;
                }
            }
            else if (c == '=')
            {
                cursor.Take(1, CodeClass.Operator);
                cursor.Take(cursor.CountWhile(0, char.IsWhiteSpace));
                TakeValue();
            }
            else if (cursor.CountWhile(0, static p => !char.IsWhiteSpace(p) && p is not '=' and not '>' and not '/' and not '<') is > 0 and var name)
            {
                cursor.Take(name, CodeClass.Meta);
            }
            else
            {
                cursor.Take(1);
            }
        }

        return false;
    }

    void TakeValue()
    {
        var quote = cursor.Current;
        if (quote is not '"' and not '\'')
        {
            cursor.Take(cursor.CountWhile(0, static c => !char.IsWhiteSpace(c) && c is not '>' and not '<'), CodeClass.String);
            return;
        }

        cursor.Take(1, CodeClass.String);
        while (!cursor.IsAtEnd)
        {
            cursor.Take(cursor.CountWhile(0, c => c != quote && c != '<'), CodeClass.String);
            if (cursor.Current == quote)
            {
                cursor.Take(1, CodeClass.String);
                return;
            }

            if (!TryPhp())
            {
                cursor.Take(1, CodeClass.String);
            }
        }
    }

    bool TryPhp()
    {
        if (!cursor.At("<?php") && !cursor.At("<?="))
        {
            return false;
        }

        cursor.Take(cursor.At("<?=") ? 3 : 5, CodeClass.Meta);
        ScriptLanguages.Php.Scan(cursor);
        cursor.Take(2, CodeClass.Meta);
        return true;
    }

    bool TryBetween(string open, string close, CodeClass kind)
    {
        if (!cursor.At(open))
        {
            return false;
        }

        var end = cursor.Rest[open.Length..].IndexOf(close, StringComparison.Ordinal);
        cursor.Take(end < 0 ? cursor.End - cursor.Position : open.Length + end + close.Length, kind);
        return true;
    }

    bool TryEntity()
    {
        if (cursor.Current != '&')
        {
            return false;
        }

        var length = 1 + cursor.CountWhile(1, static c => char.IsAsciiLetterOrDigit(c) || c == '#');
        var isEntity = length > 1 && cursor.Peek(length) == ';';
        cursor.Take(isEntity ? length + 1 : length, isEntity ? CodeClass.Number : CodeClass.Plain);
        return true;
    }

    int NameLength(int at) =>
        char.IsLetter(cursor.Peek(at)) || cursor.Peek(at) == '_' ? cursor.CountWhile(at, static c => char.IsLetterOrDigit(c) || c is '-' or '_' or ':' or '.') : 0;
}
