namespace Repeater.Chat.Variables;

/// <summary>
/// Which parts of a Markdown text are code: fenced and indented blocks and spans, by the rules of CommonMark, also inside
/// quotes and lists. Linear, and nothing nests deeper than <see cref="MaxDepth"/>. Raw HTML counts as text.
/// </summary>
sealed class MarkdownCode
{
    /// <summary>Of quotes and list items; deeper marks are text. Each line is matched with all that are open.</summary>
    const int MaxDepth = 32;

    const int Quote = 0;

    readonly string _text;
    readonly List<(int Start, int End)> _code = [];

    /// <summary>What is open, outermost first: <see cref="Quote"/>, or the columns a list item's content is indented by.</summary>
    readonly List<int> _containers = [];

    /// <summary>Start of the open paragraph, or -1.</summary>
    int _paragraph = -1;

    int _paragraphEnd;

    /// <summary>Whether the line before opened a list item and left it empty: a blank line then ends the item.</summary>
    bool _isItemEmpty;

    Fence? _fence;

    MarkdownCode(string text) => _text = text;

    /// <summary>In order and without overlap, back-ticks and fences included.</summary>
    public static List<(int Start, int End)> Find(string text)
    {
        var finder = new MarkdownCode(text);
        for (int start = 0, end; start < text.Length; start = end)
        {
            var length = text.AsSpan(start).IndexOfAny('\r', '\n');
            end = length < 0 ? text.Length : start + length + (text.AsSpan(start + length).StartsWith("\r\n") ? 2 : 1);
            finder.Read(new MarkdownLine(text, start, length < 0 ? end : start + length));
        }
        finder.EndFence(text.Length);
        finder.EndParagraph();
        return finder._code;
    }

    void Read(MarkdownLine line)
    {
        var depth = MatchContainers(ref line);
        if (_fence is { } fence)
        {
            if (depth == _containers.Count)
            {
                if (line.Closes(fence))
                {
                    EndFence(line.End);
                }
                return;
            }
            EndFence(line.Start);
        }

        var matched = depth;
        OpenContainers(ref line, ref depth);
        ReadLeaf(line, depth);
        _isItemEmpty = depth > matched && line.IsBlank && _containers[^1] != Quote;
    }

    /// <summary>How many of the open containers the line goes on with; the line then stands at their content.</summary>
    int MatchContainers(ref MarkdownLine line)
    {
        var depth = 0;
        while (depth < _containers.Count)
        {
            var item = _containers[depth];
            var goesOn = item == Quote ? line.SkipQuote()
                : line.IsBlank ? !(_isItemEmpty && depth == _containers.Count - 1)
                : line.SkipIndent(item);
            if (!goesOn)
            {
                break;
            }
            depth++;
        }
        return depth;
    }

    /// <summary>Where the line opens one, the paragraph before it ends, and so do the containers it has left.</summary>
    void OpenContainers(ref MarkdownLine line, ref int depth)
    {
        while (depth < MaxDepth && !line.IsBlank && line.Indent < MarkdownLine.CodeIndent)
        {
            var interrupts = _paragraph >= 0 && depth == _containers.Count;
            int container;
            if (line.SkipQuote())
            {
                container = Quote;
            }
            else if (!line.IsThematicBreak && line.SkipListMarker(interrupts) is int indent)
            {
                container = indent;
            }
            else
            {
                break;
            }
            EndParagraph();
            _containers.RemoveRange(depth, _containers.Count - depth);
            _containers.Add(container);
            depth++;
        }
    }

    void ReadLeaf(MarkdownLine line, int depth)
    {
        var inParagraph = _paragraph >= 0;
        var isUnderline = inParagraph && depth == _containers.Count && line.IsUnderline;
        var isHeading = line.IsHeading || line.IsThematicBreak;
        var isFence = line.OpensFence(out var fence);
        var isIndented = line.Indent >= MarkdownLine.CodeIndent;
        if (inParagraph && !line.IsBlank && (isIndented || !(isUnderline || isHeading || isFence)))
        {
            _paragraphEnd = line.End; // the containers stay open even where the line leaves out their marks
            return;
        }

        EndParagraph();
        _containers.RemoveRange(depth, _containers.Count - depth);
        if (line.IsBlank || isUnderline)
        {
            return;
        }
        if (isIndented)
        {
            _code.Add((line.Position, line.End));
        }
        else if (isFence)
        {
            _fence = fence;
        }
        else
        {
            (_paragraph, _paragraphEnd) = (line.Position, line.End);
            if (isHeading)
            {
                EndParagraph();
            }
        }
    }

    void EndFence(int end)
    {
        if (_fence is { } fence)
        {
            _code.Add((fence.Start, end));
            _fence = null;
        }
    }

    void EndParagraph()
    {
        if (_paragraph >= 0)
        {
            CodeSpans.Find(_text, _paragraph, _paragraphEnd, _code);
            _paragraph = -1;
        }
    }

    /// <param name="Start">Where it stands in the text.</param>
    /// <param name="Mark">Back-tick or tilde.</param>
    /// <param name="Length">The closing fence is at least as long.</param>
    public readonly record struct Fence(int Start, char Mark, int Length);
}
