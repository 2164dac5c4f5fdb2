namespace Repeater.Render.Markdown;

/// <summary>Collects the blocks of one container while HTML elements open and close between them.</summary>
sealed class BlockSink(ReadingContext context)
{
    // As many open elements as matter; more have no effect.
    const int MaxOpen = 32;

    readonly List<Element> _open = [new("", ElementKind.Plain)];

    enum ElementKind
    {
        Plain,
        Centered,
        Details,
    }

    public void Add(Block block) => _open[^1].Blocks.Add(block);

    public void AddParagraph(IReadOnlyList<Inline> content)
    {
        if (content.Count > 0)
        {
            Add(new Paragraph(content));
        }
    }

    public void Open(HtmlTag tag)
    {
        if (_open.Count < MaxOpen)
        {
            var centered = tag.Name == "center"
                || string.Equals(tag["align"], "center", StringComparison.OrdinalIgnoreCase)
                || string.Equals(CssColor.StyleValue(tag["style"] ?? "", "text-align"), "center", StringComparison.OrdinalIgnoreCase);
            _open.Add(new(tag.Name, tag.Name == "details" ? ElementKind.Details : centered ? ElementKind.Centered : ElementKind.Plain));
        }
    }

    /// <summary>The heading of the innermost open details; false when none is open.</summary>
    public bool Summarize(IReadOnlyList<Inline> summary)
    {
        if (_open.FindLast(e => e.Kind == ElementKind.Details) is not { } details)
        {
            return false;
        }

        details.Summary = summary;
        return true;
    }

    /// <summary>Closes the innermost element of that name and all inside it; nothing when none is open.</summary>
    public void Close(string name)
    {
        var index = _open.FindLastIndex(e => e.Name == name);
        while (index > 0 && _open.Count > index)
        {
            CloseInnermost();
        }
    }

    /// <summary>All blocks; what is still open ends here.</summary>
    public IReadOnlyList<Block> Finish()
    {
        while (_open.Count > 1)
        {
            CloseInnermost();
        }

        return _open[0].Blocks;
    }

    void CloseInnermost()
    {
        var element = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        switch (element.Kind)
        {
            case ElementKind.Details:
                Add(new Details(element.Summary ?? [new TextRun(Words.Details(context.Chinese), default)], element.Blocks));
                break;
            case ElementKind.Centered when element.Blocks.Count > 0:
                Add(new Centered(element.Blocks));
                break;
            default:
                _open[^1].Blocks.AddRange(element.Blocks);
                break;
        }
    }

    sealed class Element(string name, ElementKind kind)
    {
        public string Name => name;

        public ElementKind Kind => kind;

        public List<Block> Blocks { get; } = [];

        public IReadOnlyList<Inline>? Summary { get; set; }
    }
}
