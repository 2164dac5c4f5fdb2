namespace Repeater.Render.Formulas;

sealed partial class Parser
{
    public bool IsFenced => _fences > 0;

    /// <summary>From <c>\left</c> to <c>\right</c>.</summary>
    public FencedNode Fenced(string left)
    {
        _fences++;
        _expander.BeginGroup();
        var color = Color;
        var body = Expression();
        _fences--;
        Expect("\\right", "of \\left");
        var right = Delimiters.Read(new(this, "\\right", [], null, null));
        _expander.EndGroup();
        var rightColor = Color;
        Color = color;
        return new(body, left, right, rightColor);
    }

    public Node MathInText(string open, string close)
    {
        if (!IsText)
        {
            throw new FormulaException($"There is a {open} inside of the formula.");
        }

        SetText(false);
        var body = Expression(close);
        Expect(close, $"after {open} in text");
        SetText(true);
        return new StyledNode(FormulaStyle.Text, body, ResetsFont: true);
    }

    /// <summary>The end of a line outside of any table; the room after it is ignored.</summary>
    public NewlineNode Newline()
    {
        RowGap();
        return new();
    }

    /// <summary>The room in brackets after <c>\\</c>.</summary>
    public Length? RowGap()
    {
        Unpeek();
        if (_expander.Peek().Text == "*")
        {
            _expander.Pop();
        }

        return _expander.Peek().Text == "[" ? ((LengthNode?)Argument("\\\\", ArgumentKind.Size, isOptional: true))?.Length : null;
    }

    /// <summary>An argument of an environment, unexpanded.</summary>
    public IReadOnlyList<Token> RawArgument(string name)
    {
        Unpeek();
        return _expander.Argument(name);
    }

    /// <summary>The [t] after an environment's name; other brackets begin its first cell.</summary>
    public void SkipPosition()
    {
        Unpeek();
        if (_expander.Optional() is { } tokens && Word(tokens) is not ("t" or "b" or "c"))
        {
            _expander.Push([new("["), .. tokens, new("]")]);
        }
    }

    public string? RawOption()
    {
        Unpeek();
        return _expander.Optional() is { } tokens ? Word(tokens) : null;
    }
}
