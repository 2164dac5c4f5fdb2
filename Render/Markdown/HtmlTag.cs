using System.Net;

namespace Repeater.Render.Markdown;

/// <summary>One HTML tag, <c>&lt;font color=red&gt;</c> or <c>&lt;/b&gt;</c>. Names are lower case, attribute values decoded.</summary>
sealed record HtmlTag(string Name, bool IsClosing, IReadOnlyList<KeyValuePair<string, string>> Attributes)
{
    public string? this[string attribute]
    {
        get
        {
            foreach (var (name, value) in Attributes)
            {
                if (name == attribute)
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>Reads the tag at the start of the text; its length, or 0 when there is none.</summary>
    public static int Read(ReadOnlySpan<char> text, out HtmlTag? tag)
    {
        tag = null;
        var closing = text.StartsWith("</");
        var at = closing ? 2 : 1;
        if (text.Length <= at || text[0] != '<' || !char.IsAsciiLetter(text[at]))
        {
            return 0;
        }

        var name = NameAt(text, ref at);
        var attributes = new List<KeyValuePair<string, string>>();
        while (true)
        {
            SkipSpace(text, ref at);
            if (at == text.Length)
            {
                return 0;
            }

            if (text[at] == '>')
            {
                tag = new HtmlTag(name, closing, attributes);
                return at + 1;
            }

            if (text[at] == '/')
            {
                at++;
            }
            else if (!ReadAttribute(text, ref at, attributes))
            {
                return 0;
            }
        }
    }

    static bool ReadAttribute(ReadOnlySpan<char> text, ref int at, List<KeyValuePair<string, string>> attributes)
    {
        if (!char.IsAsciiLetter(text[at]) && text[at] is not ('_' or ':' or '@'))
        {
            return false;
        }

        var name = NameAt(text, ref at);
        SkipSpace(text, ref at);
        if (at == text.Length || text[at] != '=')
        {
            attributes.Add(new(name, ""));
            return true;
        }

        at++;
        SkipSpace(text, ref at);
        if (at == text.Length)
        {
            return false;
        }

        ReadOnlySpan<char> value;
        if (text[at] is '"' or '\'')
        {
            var length = text[(at + 1)..].IndexOf(text[at]);
            if (length < 0)
            {
                return false;
            }

            value = text.Slice(at + 1, length);
            at += length + 2;
        }
        else
        {
            var length = text[at..].IndexOfAny(" \t\r\n>");
            if (length < 0)
            {
                return false;
            }

            value = text.Slice(at, length);
            at += length;
        }

        attributes.Add(new(name, WebUtility.HtmlDecode(value.ToString())));
        return true;
    }

    static string NameAt(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_' or ':' or '.' or '@'))
        {
            at++;
        }

        return text[start..at].ToString().ToLowerInvariant();
    }

    static void SkipSpace(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n')
        {
            at++;
        }
    }
}
