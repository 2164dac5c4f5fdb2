namespace Repeater.Render.Markdown;

/// <summary>What inline HTML does to a line: a small safe subset works, other elements of HTML vanish and leave their text.</summary>
sealed class HtmlInlines(ReadingContext context, InlineWriter writer)
{
    // Elements that are often written without an end.
    static readonly HashSet<string> LooseElements =
        ["area", "col", "dd", "dt", "embed", "input", "li", "link", "meta", "p", "source", "td", "th", "tr", "track", "wbr"];

    static readonly HashSet<string> OtherElements = [.. """
        abbr address area article aside audio b base bdi bdo big blockquote body button canvas caption center cite col
        colgroup data datalist dd del details dfn dialog div dl dt embed fieldset figcaption figure footer form frame frameset
        h1 h2 h3 h4 h5 h6 head header hgroup html iframe input label legend li link main map menu meta meter nav nobr noscript
        object ol optgroup option output p param picture pre progress q rp rt ruby samp search section select slot small source
        strike summary svg table tbody td template textarea tfoot th thead time title tr track tt ul var video wbr
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];

    readonly Dictionary<string, int> _closingTagsAhead = [];
    string? _silenced;

    /// <summary>Inside script or style, whose content is no text.</summary>
    public bool Silent => _silenced is not null;

    /// <summary>Announces a closing tag further on: an element that nothing closes is shown as the text it is written as.</summary>
    public void Expect(HtmlTag tag)
    {
        if (tag.IsClosing)
        {
            _closingTagsAhead[tag.Name] = _closingTagsAhead.GetValueOrDefault(tag.Name) + 1;
        }
    }

    /// <summary>Applies one tag. <paramref name="source"/> is the tag as written, shown when it is not HTML at all.</summary>
    public void Apply(HtmlTag tag, string source)
    {
        if (tag.IsClosing)
        {
            _closingTagsAhead[tag.Name] = _closingTagsAhead.GetValueOrDefault(tag.Name) - 1;
        }

        if (Silent)
        {
            _silenced = tag.IsClosing && tag.Name == _silenced ? null : _silenced;
            return;
        }

        switch (tag.Name)
        {
            case "br":
                writer.EndLine();
                break;
            case "img" when !tag.IsClosing:
                Picture(tag["src"] ?? "", tag["alt"] ?? tag["title"] ?? "");
                break;
            case "script" or "style":
                _silenced = tag.IsClosing || _closingTagsAhead.GetValueOrDefault(tag.Name) <= 0 ? null : tag.Name;
                break;
            default:
                Element(tag, source);
                break;
        }
    }

    /// <summary>A picture, or the chip that stands for one that cannot be shown.</summary>
    public void Picture(string target, string alt)
    {
        if (context.Decode(target) is { } bitmap)
        {
            writer.AddPicture(bitmap);
            return;
        }

        var number = context.NextBox();
        var name = alt.Trim() is { Length: > 0 } text ? context.Restore(text) : Words.Picture(context.Chinese);
        writer.AddVerbatim("🖼️ " + name, s => s with { Box = InlineBox.Chip, BoxNumber = number });
        Mark(target.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? "" : context.LinkMark(name, target, null));
    }

    /// <summary>Closes a link and adds the mark under which its target is listed.</summary>
    public void CloseLink(InlineWriter.Element? link, string? title)
    {
        if (link is not null)
        {
            var text = writer.TextSince(link);
            writer.Close(link);
            Mark(context.LinkMark(text, link.Target, title));
        }
    }

    void Mark(string mark) => writer.AddVerbatim(mark, s => s with { Script = TextScript.Super, Link = true });

    void Element(HtmlTag tag, string source)
    {
        if (Change(tag) is not { } change)
        {
            // List<Object> is no element; <small>text</small> is one.
            var unclosed = !tag.IsClosing && _closingTagsAhead.GetValueOrDefault(tag.Name) <= 0;
            if (!OtherElements.Contains(tag.Name) || (unclosed && !LooseElements.Contains(tag.Name)))
            {
                writer.AddText(source);
            }
        }
        else if (!tag.IsClosing)
        {
            if (_closingTagsAhead.GetValueOrDefault(tag.Name) <= 0)
            {
                writer.AddText(source);
            }
            else
            {
                writer.Open(tag.Name, change, tag["href"] ?? "");
            }
        }
        else if (tag.Name == "a")
        {
            CloseLink(writer.Close("a"), null);
        }
        else if (writer.Close(tag.Name) is null)
        {
            writer.AddText(source);
        }
    }

    Func<InlineStyle, InlineStyle>? Change(HtmlTag tag)
    {
        var number = 0;
        switch (tag.Name)
        {
            case "b" or "strong":
                return s => s with { Bold = true };
            case "i" or "em":
                return s => s with { Italic = true };
            case "u" or "ins":
                return s => s with { Underline = true };
            case "s" or "del":
                return s => s with { Strike = true };
            case "sub":
                return s => s with { Script = TextScript.Sub };
            case "sup":
                return s => s with { Script = TextScript.Super };
            case "kbd":
                number = context.NextBox();
                return s => s with { Box = InlineBox.Key, BoxNumber = number };
            case "mark":
                number = context.NextBox();
                return s => s with { Box = InlineBox.Mark, BoxNumber = number };
            case "code":
                number = context.NextBox();
                return s => s with { Box = InlineBox.Code, BoxNumber = number };
            case "a":
                return s => s with { Link = true };
            case "span" or "font":
                var color = CssColor.FromStyle(tag["style"] ?? "") ?? CssColor.Parse(tag["color"] ?? "");
                return s => s with { Color = color ?? s.Color };
            default:
                return null;
        }
    }
}
