namespace Repeater.Render.Formulas;

sealed partial class Parser
{
    /// <summary>Null only for an optional argument that is not there.</summary>
    public Node? Argument(string name, ArgumentKind kind, bool isOptional)
    {
        switch (kind)
        {
            case ArgumentKind.Size:
                return SizeArgument(name, isOptional);
            case ArgumentKind.Color:
                Unpeek();
                var model = _expander.Optional() is { } option ? Word(option) : "";
                return new PaintNode(Colors.Parse(Word(_expander.Argument(name)), model, name));
            case ArgumentKind.Raw:
                Unpeek();
                return isOptional
                    ? _expander.Optional() is { } tokens ? new WordNode(Word(tokens)) : null
                    : new WordNode(Word(_expander.Argument(name)));
            case ArgumentKind.Primitive:
                SkipSpaces();
                return Group(null) is { } group and not InfixNode ? group : throw new FormulaException($"The argument of {name} is missing.");
        }

        if (!isOptional && kind is ArgumentKind.Same or ArgumentKind.Math && CommandWithArguments())
        {
            return Argument(name, ArgumentKind.Primitive, isOptional: false);
        }

        Unpeek();
        if ((isOptional ? _expander.Optional() : _expander.Argument(name)) is not { } argument)
        {
            return null;
        }

        var outer = IsText;
        SetText(kind switch { ArgumentKind.Math => false, ArgumentKind.Text or ArgumentKind.Box => true, _ => outer });
        var body = new GroupNode(Read(argument, name));
        SetText(outer);
        return kind == ArgumentKind.Box ? new StyledNode(FormulaStyle.Text, [body], ResetsFont: true) : body;
    }

    // \hat\mathbf{x}: TeX would take the command without its argument.
    bool CommandWithArguments()
    {
        SkipSpaces();
        return Peek() is "\\left" or "\\begin" || CommandTable.Find(Peek()) is { Arguments.Count: > 0 };
    }

    public void SetText(bool isText) => (IsText, _expander.IsText) = (isText, isText);

    /// <summary>Parses tokens that were taken from the source, as a group of their own.</summary>
    List<Node> Read(IReadOnlyList<Token> tokens, string name)
    {
        _expander.Push(Token.End);
        _expander.Push(tokens);
        var color = Color;
        _expander.BeginGroup();
        var body = Expression();
        if (Take() is { Length: > 0 } extra)
        {
            throw new FormulaException(
                extra == "&" ? $"An & stands in the argument of {name}." : $"{extra} is not understood in the argument of {name}.");
        }

        _expander.EndGroup();
        Color = color;
        return body;
    }

    static string Word(IReadOnlyList<Token> tokens) => string.Concat(tokens.Select(token => token.Text)).Trim();

    LengthNode? SizeArgument(string name, bool isOptional)
    {
        Unpeek();
        if (isOptional)
        {
            return _expander.Optional() is { } option ? new(Lengths.Parse(Word(option), name), false) : null;
        }

        _expander.SkipSpaces();
        if (_expander.Peek().Text == "{")
        {
            var word = Word(_expander.Argument(name));
            return word.Length == 0 ? new(new(0, "pt"), true) : new(Lengths.Parse(word, name), false);
        }

        // \kern 3mu, \hskip-.5em
        var text = "";
        while (Peek() is { Length: 1 } sign && Lengths.IsStart(text + sign))
        {
            text += Take();
        }

        return new(Lengths.Parse(text, name), false);
    }
}
