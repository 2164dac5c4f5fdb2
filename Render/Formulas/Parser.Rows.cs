namespace Repeater.Render.Formulas;

sealed partial class Parser
{
    const int MaxCellsInRow = 100;

    /// <summary>The rows of an environment up to its <c>\end</c>.</summary>
    /// <param name="style">Of each cell.</param>
    /// <param name="name">Of the environment.</param>
    /// <param name="stretch">Of the distance between rows.</param>
    public ArrayNode Rows(FormulaStyle style, string name, double stretch = 1)
    {
        var rows = new List<IReadOnlyList<Node>>();
        var row = new List<Node>();
        var gaps = new List<Length?>();
        var tags = new List<Node?>();
        var lines = new List<IReadOnlyList<bool>> { Lines() };
        var outerTag = Tag;
        var (color, isText) = (Color, IsText);
        SetText(false);
        Tag = null;
        _expander.BeginGroup();
        _expander.Define("\\cr", new([new("\\\\"), new("\\relax")], 0));
        while (true)
        {
            _expander.BeginGroup();
            var cell = Expression("\\\\");
            _expander.EndGroup();
            Color = color;
            row.Add(new StyledNode(style, [new GroupNode(cell)], ResetsFont: true));
            CountNode();
            switch (Peek())
            {
                case "&":
                    Take();
                    if (row.Count >= MaxCellsInRow)
                    {
                        throw new FormulaException($"A row of \\begin{{{name}}} has more than {MaxCellsInRow} cells.");
                    }

                    continue;
                case "\\\\":
                    Take();
                    gaps.Add(RowGap());
                    EndRow();
                    lines.Add(Lines());
                    continue;
                case "\\end":
                    EndRow();
                    break;
                case "":
                    throw new FormulaException($"The \\end{{{name}}} is missing.");
                case var other:
                    throw new FormulaException($"{other} is not understood in \\begin{{{name}}}.");
            }

            break;
        }

        _expander.EndGroup();
        Tag = outerTag;
        SetText(isText);

        // A row separator after the last row begins no other.
        if (rows is [.., [StyledNode { Body: [GroupNode { Body: [] }] }]] && rows.Count > 1 && tags[^1] is null)
        {
            rows.RemoveAt(rows.Count - 1);
            tags.RemoveAt(tags.Count - 1);
        }
        else
        {
            lines.Add([]);
        }

        return new(rows) { Columns = [], RowGaps = gaps, Lines = lines, Tags = tags, Stretch = stretch };

        void EndRow()
        {
            tags.Add(Tag);
            Tag = null;
            rows.Add(row);
            row = [];
        }
    }

    List<bool> Lines()
    {
        var lines = new List<bool>();
        while (true)
        {
            SkipSpaces();
            switch (Peek())
            {
                case "\\relax":
                    Take();
                    break;
                case "\\hline" or "\\hdashline" or "\\toprule" or "\\midrule" or "\\bottomrule":
                    lines.Add(Take() == "\\hdashline");
                    break;
                default:
                    return lines;
            }
        }
    }
}
