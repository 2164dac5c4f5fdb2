namespace Repeater.Render.Formulas;

/// <summary><c>a \over b</c> and its relatives divide the whole group they stand in.</summary>
static class Infix
{
    public static List<Node> Resolve(List<Node> body)
    {
        var at = body.FindIndex(node => node is InfixNode);
        if (at < 0)
        {
            return body;
        }

        var infix = (InfixNode)body[at];
        if (body.FindLastIndex(node => node is InfixNode) != at)
        {
            throw new FormulaException($"A group has two of {infix.Command} and its kind: one of them needs braces.");
        }

        var (left, right) = infix.Command switch
        {
            "\\choose" => ("(", ")"),
            "\\brace" => ("\\{", "\\}"),
            "\\brack" => ("[", "]"),
            _ => ((string?)null, (string?)null),
        };
        var hasLine = infix.Command == "\\over" || infix.Thickness is { Number: > 0 };
        return [new FractionNode(Whole(body[..at]), Whole(body[(at + 1)..]), hasLine, infix.Thickness, left, right, false)];
    }

    static GroupNode Whole(List<Node> body) => body is [GroupNode group] ? group : new GroupNode(body);
}
