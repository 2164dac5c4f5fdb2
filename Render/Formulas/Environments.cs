namespace Repeater.Render.Formulas;

/// <summary>What stands between <c>\begin</c> and <c>\end</c>: tables of many kinds.</summary>
static class Environments
{
    static readonly ColumnSpec Left = new('l', 0, 0);

    public static Node Read(CommandCall call)
    {
        var name = ((WordNode)call.First).Text;
        var node = Body(call.Parser, name);
        call.Parser.Expect("\\end", $"of \\begin{{{name}}}");
        if (call.Parser.Argument("\\end", ArgumentKind.Raw, isOptional: false) is WordNode { Text: var end } && end != name)
        {
            throw new FormulaException($"\\begin{{{name}}} is ended by \\end{{{end}}}.");
        }

        return node;
    }

    static Node Body(Parser parser, string name)
    {
        var plain = name.TrimEnd('*');
        switch (plain)
        {
            case "equation" or "math" or "displaymath":
                return new StyledNode(FormulaStyle.Display, parser.Expression());
            case "matrix" or "pmatrix" or "bmatrix" or "Bmatrix" or "vmatrix" or "Vmatrix":
                return Matrix(parser, plain, name != plain);
            case "smallmatrix":
                return parser.Rows(FormulaStyle.Script, name, 0.5) with { IsSmall = true };
            case "subarray":
                var columns = ColumnSpecs.Parse(parser.RawArgument(name), name);
                return parser.Rows(FormulaStyle.Script, name, 0.5) with { Columns = columns };
            case "array" or "darray":
                var specs = ColumnSpecs.Parse(parser.RawArgument(name), name);
                return parser.Rows(plain[0] == 'd' ? FormulaStyle.Display : FormulaStyle.Text, name) with { Columns = specs, HasOuterSpace = true };
            case "cases" or "dcases" or "rcases" or "drcases":
                return Cases(parser, name);
            case "align" or "aligned" or "split" or "flalign":
                if (plain == "aligned")
                {
                    parser.SkipPosition();
                }

                return Aligned(parser.Rows(FormulaStyle.Display, name), hasRoom: true);
            case "alignat" or "alignedat":
                parser.RawArgument(name);
                return Aligned(parser.Rows(FormulaStyle.Display, name), hasRoom: false);
            case "eqnarray":
                return parser.Rows(FormulaStyle.Display, name) with
                {
                    Columns = [new('r', 0, 0.2778), new('c', 0, 0.2778), new('l', 0, 0)],
                    IsOpen = true,
                };
            case "gather" or "gathered" or "multline":
                return parser.Rows(FormulaStyle.Display, name) with { Columns = [new('c')], IsOpen = true };
            default:
                throw new FormulaException($"\\begin{{{name}}} is not a known environment.");
        }
    }

    static Node Matrix(Parser parser, string name, bool takesAlignment)
    {
        var align = takesAlignment ? parser.RawOption() ?? "c" : "c";
        if (align is not ("l" or "c" or "r"))
        {
            throw new FormulaException($"The columns of \\begin{{{name}*}} are {align}; they have to be l, c or r.");
        }

        var rows = parser.Rows(FormulaStyle.Text, name);
        var table = rows with { Columns = [.. Enumerable.Repeat(new ColumnSpec(align[0]), rows.Rows.Max(row => row.Count))] };
        return name switch
        {
            "pmatrix" => new FencedNode([table], "(", ")", null),
            "bmatrix" => new FencedNode([table], "[", "]", null),
            "Bmatrix" => new FencedNode([table], "\\{", "\\}", null),
            "vmatrix" => new FencedNode([table], "|", "|", null),
            "Vmatrix" => new FencedNode([table], "\\Vert", "\\Vert", null),
            _ => table,
        };
    }

    static FencedNode Cases(Parser parser, string name)
    {
        var style = name[0] == 'd' ? FormulaStyle.Display : FormulaStyle.Text;
        var table = parser.Rows(style, name, 1.2) with { Columns = [new('l', 0, 1), Left] };
        return name.Contains('r') ? new([table], Delimiters.None, "\\}", null) : new([table], "\\{", Delimiters.None, null);
    }

    // Right, left, right, left. Every second cell begins with nothing, so that a sign at its start has its usual room.
    static ArrayNode Aligned(ArrayNode table, bool hasRoom)
    {
        var count = table.Rows.Max(row => row.Count);
        return table with
        {
            IsOpen = true,
            Columns = [.. Enumerable.Range(0, count).Select(i => new ColumnSpec(i % 2 == 0 ? 'r' : 'l', hasRoom && i > 0 && i % 2 == 0 ? 1 : 0, 0))],
            Rows = [.. table.Rows.Select(row => (IReadOnlyList<Node>)[.. row.Select((cell, i) => i % 2 == 0 ? cell : WithStart(cell))])],
        };
    }

    static Node WithStart(Node cell) => cell is StyledNode { Body: [GroupNode group] } styled
        ? styled with { Body = [group with { Body = [GroupNode.Empty, .. group.Body] }] }
        : cell;
}
