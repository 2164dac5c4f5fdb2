using System.Net;

namespace Repeater.Render.Markdown;

/// <summary>Raw HTML between the blocks of a text.</summary>
sealed class HtmlBlocks(ReadingContext context, BlockSink sink)
{
    static readonly HashSet<string> Containers =
        ["details", "div", "p", "center", "section", "article", "figure", "header", "footer", "main", "table"];

    static readonly HashSet<string> LineElements =
    [
        "li", "tr", "dt", "dd", "ul", "ol", "dl", "tbody", "thead", "tfoot", "caption", "pre", "blockquote", "figcaption",
        "nav", "aside", "address", "form", "fieldset",
    ];

    readonly InlineWriter _writer = new();
    HtmlInlines? _inlines;

    HtmlInlines Inlines => _inlines ??= new HtmlInlines(context, _writer);

    public void Read(string html)
    {
        var parts = Split(html);
        foreach (var (tag, _) in parts)
        {
            if (tag is not null)
            {
                Inlines.Expect(tag);
            }
        }

        foreach (var (tag, source) in parts)
        {
            if (tag is null)
            {
                Text(source);
            }
            else if (Inlines.Silent || !ReadBlockTag(tag))
            {
                Inlines.Apply(tag, source);
            }
        }

        EndParagraph();
    }

    // Line ends separate lines here as they do in Markdown; entities are decoded.
    void Text(string source)
    {
        if (Inlines.Silent)
        {
            return;
        }

        var first = true;
        foreach (var line in source.Split('\n'))
        {
            if (!first)
            {
                _writer.EndLine();
            }

            first = false;
            _writer.AddText(context.Restore(WebUtility.HtmlDecode(line)));
        }
    }

    bool ReadBlockTag(HtmlTag tag)
    {
        switch (tag.Name)
        {
            case "summary":
                if (!tag.IsClosing)
                {
                    EndParagraph();
                }
                else if (_writer.Take() is var summary && !sink.Summarize(summary))
                {
                    sink.AddParagraph(summary);
                }

                return true;
            case "hr":
                EndParagraph();
                sink.Add(new Rule());
                return true;
            case ['h', >= '1' and <= '6']:
                ReadHeading(tag);
                return true;
            case "td" or "th":
                _writer.AddText("　");
                return true;
        }

        if (Containers.Contains(tag.Name))
        {
            EndParagraph();
            if (tag.IsClosing)
            {
                sink.Close(tag.Name);
            }
            else
            {
                sink.Open(tag);
            }

            return true;
        }

        if (LineElements.Contains(tag.Name))
        {
            _writer.StartLine();
            if (tag is { Name: "li", IsClosing: false })
            {
                _writer.AddText("• ");
            }

            return true;
        }

        return false;
    }

    void ReadHeading(HtmlTag tag)
    {
        if (!tag.IsClosing)
        {
            EndParagraph();
            sink.Open(tag);
            return;
        }

        if (_writer.Take() is { Count: > 0 } content)
        {
            sink.Add(new Heading(tag.Name[1] - '0', content));
        }

        sink.Close(tag.Name);
    }

    void EndParagraph() => sink.AddParagraph(_writer.Take());

    // Tags and the text between them; comments, declarations and processing instructions are left out.
    static List<(HtmlTag? Tag, string Source)> Split(string html)
    {
        var parts = new List<(HtmlTag?, string)>();
        var textStart = 0;
        for (var at = 0; (at = html.IndexOf('<', at)) >= 0;)
        {
            var rest = html.AsSpan(at);
            HtmlTag? tag = null;
            var length = rest.StartsWith("<!--") ? Through(rest, "-->")
                : rest.StartsWith("<!") || rest.StartsWith("<?") ? Through(rest, ">")
                : HtmlTag.Read(rest, out tag);
            if (length == 0)
            {
                at++;
                continue;
            }

            AddText(textStart, at);
            if (tag is not null)
            {
                parts.Add((tag, html.Substring(at, length)));
            }

            at += length;
            textStart = at;
        }

        AddText(textStart, html.Length);
        return parts;

        void AddText(int start, int end)
        {
            if (end > start)
            {
                parts.Add((null, html[start..end]));
            }
        }

        static int Through(ReadOnlySpan<char> text, string end)
        {
            var found = text.IndexOf(end, StringComparison.Ordinal);
            return found < 0 ? 0 : found + end.Length;
        }
    }
}
