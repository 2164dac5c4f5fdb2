using System.Text;
using Repeater.Render.Drawing;

namespace Repeater.Render.Markdown;

/// <summary>
/// Collects the flat inlines of one leaf block while elements open and close around them, properly nested or not.
/// </summary>
sealed class InlineWriter
{
    // More open elements than anybody writes; what opens beyond it has no effect, so that style is always quick to find.
    const int MaxOpen = 64;

    readonly List<Inline> _content = [];
    readonly List<Element> _open = [];
    readonly StringBuilder _text = new();
    InlineStyle _textStyle;
    InlineStyle _style;
    bool _afterSpace = true;

    /// <summary>An open element: what it does to the style, and where it leads if it is a link.</summary>
    public sealed record Element(string Name, Func<InlineStyle, InlineStyle> Change, string Target, int ContentStart);

    /// <summary>Adds text; as in HTML, white space is one space, and none at the start of a line.</summary>
    public void AddText(ReadOnlySpan<char> text)
    {
        if (_textStyle != _style)
        {
            Flush();
            _textStyle = _style;
        }

        foreach (var c in text)
        {
            var space = c is ' ' or '\t' or '\r' or '\n';
            if (!space || !_afterSpace)
            {
                _text.Append(space ? ' ' : c);
            }

            _afterSpace = space;
        }
    }

    /// <summary>Adds text of a style of its own as it is.</summary>
    public void AddVerbatim(string text, Func<InlineStyle, InlineStyle> change)
    {
        if (text.Length > 0)
        {
            Flush();
            _content.Add(new TextRun(text, change(_style)));
            _afterSpace = false;
        }
    }

    public void AddFormula(string source, string written, bool display, int boxNumber)
    {
        Flush();
        var code = _style with { Box = InlineBox.Code, BoxNumber = boxNumber };
        _content.Add(new FormulaRun(source, new TextRun(written, code), display, _style));
        _afterSpace = false;
    }

    public void EndLine()
    {
        TrimEnd();
        _content.Add(new LineEnd());
        _afterSpace = true;
    }

    /// <summary>Ends the line unless a new one has just begun.</summary>
    public void StartLine()
    {
        TrimEnd();
        if (_content is not ([] or [.., LineEnd]))
        {
            EndLine();
        }
    }

    public void AddPicture(Bitmap bitmap)
    {
        Flush();
        _content.Add(new Picture(bitmap));
        _afterSpace = false;
    }

    public Element? Open(string name, Func<InlineStyle, InlineStyle> change, string target = "")
    {
        if (_open.Count == MaxOpen)
        {
            return null;
        }

        Flush();
        var element = new Element(name, change, target, _content.Count);
        _open.Add(element);
        _style = change(_style);
        return element;
    }

    /// <summary>Closes the innermost open element of that name; null when there is none.</summary>
    public Element? Close(string name)
    {
        var element = _open.FindLast(e => e.Name == name);
        Close(element);
        return element;
    }

    public void Close(Element? element)
    {
        if (element is not null && _open.Remove(element))
        {
            _style = default;
            foreach (var open in _open)
            {
                _style = open.Change(_style);
            }
        }
    }

    /// <summary>The text written since the element opened.</summary>
    public string TextSince(Element element)
    {
        Flush();
        return string.Concat(_content.Skip(element.ContentStart).OfType<TextRun>().Select(r => r.Text)).Trim();
    }

    /// <summary>What was written, without white space or line ends around it; the writer starts anew, elements stay open.</summary>
    public IReadOnlyList<Inline> Take()
    {
        TrimEnd();
        while (_content is [.., LineEnd])
        {
            _content.RemoveAt(_content.Count - 1);
        }

        var start = _content.FindIndex(i => i is not LineEnd);
        IReadOnlyList<Inline> content = start < 0 ? [] : _content[start..];
        _content.Clear();
        _afterSpace = true;
        return content;
    }

    void TrimEnd()
    {
        Flush();
        if (_content is [.., TextRun { Style.Box: InlineBox.None } last] && last.Text.EndsWith(' '))
        {
            _content.RemoveAt(_content.Count - 1);
            if (last.Text.TrimEnd(' ') is { Length: > 0 } text)
            {
                _content.Add(last with { Text = text });
            }
        }
    }

    void Flush()
    {
        if (_text.Length > 0)
        {
            _content.Add(new TextRun(_text.ToString(), _textStyle));
            _text.Clear();
        }
    }
}
