namespace Repeater.Render.Formulas;

sealed partial class Parser
{
    Node? Atom(string? until)
    {
        var core = Group(until);
        if (IsText || core is NothingNode or InfixNode)
        {
            return core;
        }

        Node? sup = null;
        Node? sub = null;
        while (true)
        {
            SkipSpaces();
            switch (Peek())
            {
                case "\\limits" or "\\nolimits":
                    core = WithLimits(core, Take() == "\\limits");
                    break;
                case "^" when sup is null:
                    sup = Script();
                    break;
                case "_" when sub is null:
                    sub = Script();
                    break;
                case "'" when sup is null:
                    sup = Primes();
                    break;
                case "^" or "'":
                    throw new FormulaException("There are two superscripts after each other: one of them needs braces.");
                case "_":
                    throw new FormulaException("There are two subscripts after each other: one of them needs braces.");
                case [var sign, ..] when UnicodeScripts.Find(sign) is { } script && (script.IsSub ? sub : sup) is null:
                    Node body = UnicodeScript(script.IsSub);
                    (sup, sub) = script.IsSub ? (sup, body) : (body, sub);
                    break;
                default:
                    return sup is null && sub is null ? core : new ScriptsNode(core, sup, sub);
            }
        }
    }

    static Node WithLimits(Node? core, bool hasLimits) => core switch
    {
        OperatorNode node => node with { HasLimits = hasLimits, IsExplicit = true },
        OperatorNameNode { TakesLimits: true } node => node with { HasLimits = hasLimits },
        OperatorNameNode node => node with { TakesLimits = hasLimits, HasLimits = hasLimits },
        _ => throw new FormulaException($"{(hasLimits ? "\\limits" : "\\nolimits")} does not follow an operator."),
    };

    Node Script()
    {
        var sign = Take();
        SkipSpaces();
        Node? script;
        do
        {
            script = Group(null);
        }
        while (script is NothingNode);

        return script switch
        {
            null => throw new FormulaException($"There is nothing after {sign} to be {(sign == "^" ? "raised" : "lowered")}."),
            InfixNode infix => throw new FormulaException($"{infix.Command} cannot be a script: it needs braces around all that it divides."),
            _ => script,
        };
    }

    GroupNode Primes()
    {
        var primes = new List<Node>();
        while (Peek() == "'")
        {
            Take();
            CountNode();
            primes.Add(new SignNode("\\prime", SymbolGroup.Ordinary, false));
        }

        if (Peek() == "^")
        {
            primes.Add(Script());
        }

        return new GroupNode(primes);
    }

    // A row of signs such as x²³ is one superscript.
    GroupNode UnicodeScript(bool isSub)
    {
        var body = new List<Node>();
        while (Peek() is [var sign, ..] && UnicodeScripts.Find(sign) is { } script && script.IsSub == isSub)
        {
            Take();
            CountNode();
            body.Add(Sign(script.Plain) ?? GroupNode.Empty);
        }

        return new GroupNode(body);
    }
}
