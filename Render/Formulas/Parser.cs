namespace Repeater.Render.Formulas;

/// <summary>
/// Tokens to nodes: groups, scripts, commands with their arguments. It forgives what people write and TeX refuses (an
/// underscore in text, <c>align</c> inside a formula), but never guesses.
/// </summary>
sealed partial class Parser
{
    const int MaxDepth = 200;
    const int MaxNodes = 50_000;

    readonly MacroExpander _expander;
    Token? _next;
    int _depth;
    int _nodes;
    int _fences;

    public Parser(string source, FormulaMacros? macros)
    {
        _expander = new MacroExpander(source, macros);
    }

    public bool IsText { get; private set; }

    /// <summary>The last <c>\tag</c> that no row of an environment has taken.</summary>
    public Node? Tag { get; set; }

    /// <summary>Set by <c>\color</c> until the group ends: <c>\right</c> is drawn in it.</summary>
    public uint? Color { get; set; }

    public MacroExpander Expander => _expander;

    public IReadOnlyList<Node> Parse()
    {
        var body = Expression();
        return Peek() switch
        {
            "" => body,
            "&" => throw new FormulaException("An & stands outside of any environment with columns."),
            "}" => throw new FormulaException("There is one } too many."),
            "\\end" => throw new FormulaException("There is an \\end without its \\begin."),
            "\\right" => throw new FormulaException("There is a \\right without its \\left."),
            var other => throw new FormulaException($"{other} is not understood here."),
        };
    }

    public string Peek()
    {
        _next ??= _expander.Next();
        return _next.Value.Text;
    }

    public string Take()
    {
        var token = Peek();
        _next = null;
        return token;
    }

    public void Expect(string token, string before)
    {
        if (Take() is var found && found != token)
        {
            throw new FormulaException(found.Length == 0
                ? $"The {token} {before} is missing."
                : $"The {token} {before} is missing: there is {found}.");
        }
    }

    public void SkipSpaces()
    {
        while (Peek() == " ")
        {
            Take();
        }
    }

    /// <summary>To be taken again.</summary>
    public void PutBack(string token)
    {
        Unpeek();
        _next = new Token(token);
    }

    /// <summary>Gives the token that was looked at back, so that what follows can be read unexpanded.</summary>
    void Unpeek()
    {
        if (_next is { } token)
        {
            _expander.Push(token);
            _next = null;
        }
    }

    /// <summary>Atoms until a token that ends a group, or <paramref name="until"/>.</summary>
    public List<Node> Expression(string? until = null, bool beforeInfix = false)
    {
        if (++_depth > MaxDepth)
        {
            throw new FormulaException($"The formula is nested more than {MaxDepth} levels deep.");
        }

        var body = new List<Node>();
        while (true)
        {
            if (!IsText)
            {
                SkipSpaces();
            }

            var next = Peek();
            if (next is "" or "}" or "\\endgroup" or "\\end" or "\\right" or "&" || next == until
                || (beforeInfix && CommandTable.Find(next) is { IsInfix: true }))
            {
                break;
            }

            if (Atom(until) is not { } atom)
            {
                break;
            }

            if (atom is not NothingNode)
            {
                body.Add(atom);
                CountNode();
            }
        }

        _depth--;
        return Infix.Resolve(IsText ? Ligatures.Form(body) : body);
    }

    void CountNode()
    {
        if (++_nodes > MaxNodes)
        {
            throw new FormulaException($"The formula has more than {MaxNodes} parts.");
        }
    }

    /// <summary>What braces hold, a command with its arguments, or one sign; null at the end of a group.</summary>
    Node? Group(string? until)
    {
        switch (Peek())
        {
            case "{" or "\\begingroup":
                var isTransparent = Take() != "{";
                var end = isTransparent ? "\\endgroup" : "}";
                var color = Color;
                _expander.BeginGroup();
                var body = Expression(end);
                Expect(end, "of a group");
                _expander.EndGroup();
                Color = color;
                return new GroupNode(body, isTransparent);
            case var name when CommandTable.Find(name) is { } command:
                Take();
                return Call(name, command, until);
            case var name when Symbol(name) is { } sign:
                Take();
                return sign;
            case ['\\', ..] and not ("\\endgroup" or "\\end" or "\\right") and var name:
                throw new FormulaException(CommandTable.Reason(name));
            default:
                return null;
        }
    }

    Node Call(string name, Command command, string? until)
    {
        if (++_depth > MaxDepth)
        {
            throw new FormulaException($"The formula is nested more than {MaxDepth} levels deep.");
        }

        var optional = command.Optional is { } kind ? Argument(name, kind, isOptional: true) : null;
        var arguments = new Node[command.Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Argument(name, command.Arguments[i], isOptional: false)!;
        }

        var node = command.Make(new(this, name, arguments, optional, until));
        _depth--;
        return node;
    }
}
