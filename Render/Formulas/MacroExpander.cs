namespace Repeater.Render.Formulas;

/// <summary>What a command stands for: tokens with places for its arguments, or the work of a function.</summary>
/// <param name="Body">In reading order; "#" and a digit stand for an argument.</param>
/// <param name="Arguments">How many it takes.</param>
sealed record Macro(IReadOnlyList<Token> Body, int Arguments)
{
    /// <summary>What the first argument is when it is not given in brackets. Null: it has to be given.</summary>
    public IReadOnlyList<Token>? Default { get; init; }

    /// <summary>Reads what it needs and returns what stands in its place.</summary>
    public Func<MacroExpander, IReadOnlyList<Token>>? Function { get; init; }
}

/// <summary>
/// Tokens with every macro replaced, as TeX's gullet. What commands expand to is counted, so that a few that call each
/// other end in a sentence and not in an hour.
/// </summary>
sealed class MacroExpander(string source, FormulaMacros? documents)
{
    const int MaxExpansions = 50_000;
    const int MaxTokens = 500_000;

    readonly Stack<Token> _waiting = new();
    readonly Dictionary<string, Macro> _defined = new(StringComparer.Ordinal);
    readonly Stack<List<(string Name, Macro? Before)>> _groups = new();
    Tokenizer _tokenizer = new(source);
    int _expansions;
    int _tokens;

    /// <summary>Inside <c>\text</c>: a few commands mean something else there.</summary>
    public bool IsText { get; set; }

    public void BeginGroup() => _groups.Push([]);

    public void EndGroup()
    {
        var changes = _groups.Pop();
        for (var i = changes.Count - 1; i >= 0; i--)
        {
            if (changes[i].Before is { } before)
            {
                _defined[changes[i].Name] = before;
            }
            else
            {
                _defined.Remove(changes[i].Name);
            }
        }
    }

    /// <summary>Until the group ends, or in the whole document where there is none.</summary>
    public void Define(string name, Macro macro)
    {
        if (_groups.TryPeek(out var changes))
        {
            changes.Add((name, _defined.GetValueOrDefault(name)));
        }
        else
        {
            documents?.Add(name, macro);
        }

        _defined[name] = macro;
    }

    public Macro? Find(string name) =>
        _defined.GetValueOrDefault(name) ?? documents?.Find(name) ?? BuiltInMacros.Find(name);

    /// <summary>The next token as it is.</summary>
    public Token Pop() => _waiting.TryPop(out var token) ? token : _tokenizer.Next();

    public Token Peek()
    {
        var token = Pop();
        _waiting.Push(token);
        return token;
    }

    public void Push(Token token) => _waiting.Push(token);

    /// <summary>To be read next, in this order.</summary>
    public void Push(IReadOnlyList<Token> tokens)
    {
        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            _waiting.Push(tokens[i]);
        }
    }

    public void SkipSpaces()
    {
        while (Pop() is var token)
        {
            if (token.Text != " ")
            {
                _waiting.Push(token);
                return;
            }
        }
    }

    /// <summary>The next token that no macro replaces.</summary>
    public Token Next()
    {
        while (Expand())
        {
        }

        return Pop();
    }

    /// <summary>Replaces the next token once; false when it stands for itself.</summary>
    public bool Expand()
    {
        var token = Pop();
        if (token.Text.Length == 0 || Find(token.Text) is not { } macro)
        {
            _waiting.Push(token);
            return false;
        }

        if (++_expansions > MaxExpansions)
        {
            throw new FormulaException($"The commands of the formula call each other more than {MaxExpansions} times.");
        }

        var tokens = macro.Function is { } function ? function(this) : Insert(macro, token.Text);
        if ((_tokens += tokens.Count) > MaxTokens)
        {
            throw new FormulaException($"The commands of the formula stand for more than {MaxTokens} signs.");
        }

        Push(tokens);
        return true;
    }

    List<Token> Insert(Macro macro, string name)
    {
        var arguments = new IReadOnlyList<Token>[macro.Arguments];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = i == 0 && macro.Default is { } standard ? Optional() ?? standard : Argument(name);
        }

        var result = new List<Token>(macro.Body.Count);
        for (var i = 0; i < macro.Body.Count; i++)
        {
            if (macro.Body[i].Text != "#" || i + 1 == macro.Body.Count)
            {
                result.Add(macro.Body[i]);
            }
            else if (macro.Body[++i].Text is [var digit and >= '1' and <= '9'] && digit - '0' <= arguments.Length)
            {
                result.AddRange(arguments[digit - '1']);
                if (result.Count > MaxTokens)
                {
                    throw new FormulaException($"{name} stands for more than {MaxTokens} signs.");
                }
            }
            else
            {
                throw new FormulaException($"The definition of {name} uses #{macro.Body[i].Text}, which it does not take.");
            }
        }

        return result;
    }

    /// <summary>The next token, or what stands between the next braces. Nothing is replaced in it.</summary>
    /// <param name="name">Whose argument it is, for the sentence on its absence.</param>
    public List<Token> Argument(string name)
    {
        SkipSpaces();
        var first = Pop();
        switch (first.Text)
        {
            case "":
                throw new FormulaException($"The argument of {name} is missing.");
            case "}":
                throw new FormulaException($"A }} stands where the argument of {name} should be.");
            case not "{":
                return [first];
        }

        return UntilClosed(name, "}");
    }

    /// <summary>What stands between the next brackets; null when there are none.</summary>
    public List<Token>? Optional()
    {
        SkipSpaces();
        if (Peek().Text != "[")
        {
            return null;
        }

        Pop();
        return UntilClosed("[", "]");
    }

    List<Token> UntilClosed(string name, string end)
    {
        var tokens = new List<Token>();
        for (var depth = 0; ; tokens.Add(Pop()))
        {
            var next = Peek().Text;
            if (next.Length == 0)
            {
                throw new FormulaException($"The {end} after the argument of {name} is missing.");
            }

            if (next == end && depth == 0)
            {
                Pop();
                return tokens;
            }

            depth += next switch { "{" => 1, "}" => -1, _ => 0 };
            if (depth < 0)
            {
                throw new FormulaException($"There is one }} too many after {name}.");
            }
        }
    }
}
