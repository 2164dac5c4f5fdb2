namespace Repeater.Render.Formulas;

sealed partial class BoxBuilder
{
    // LaTeX's \baselineskip, \jot, \arraycolsep at ten points, and the room between two lines of a table.
    const double BaselineSkip = 1.2;
    const double Jot = 0.3;
    const double ColumnGap = 0.5;
    const double LineGap = 0.25;

    // A tag inside a larger formula stands this far right of its row.
    const double TagGap = 2;

    /// <summary>A table that is not the whole formula: its tags stand beside it.</summary>
    Box ArrayInside(ArrayNode node, Setting setting)
    {
        var table = Array(node, setting, out var tags);
        return tags is null ? table : Row(AtomKind.Ord, [table, Box.Space(TagGap), tags], setting);
    }

    Box Array(ArrayNode node, Setting setting, out Box? tags)
    {
        var skip = node.Stretch * BaselineSkip;
        var rows = new List<TableRow>(node.Rows.Count);
        var lines = new List<(double Position, bool IsDashed)>();
        var total = 0.0;
        AddLines(0);
        for (var r = 0; r < node.Rows.Count; r++)
        {
            List<Box> cells = [.. node.Rows[r].Select(cell => Whole(cell, setting))];
            var height = Math.Max(0.7 * skip, cells.Max(cell => cell.Height));
            var depth = Math.Max(0.3 * skip, cells.Max(cell => cell.Depth));
            var gap = r < node.RowGaps.Count && node.RowGaps[r] is { } length ? setting.Em(length) : 0;
            if (gap > 0)
            {
                depth = Math.Max(depth, gap + 0.3 * skip);
                gap = 0;
            }

            depth += node.IsOpen && r < node.Rows.Count - 1 ? Jot : 0;
            total += height;
            rows.Add(new(cells, height, depth, total));
            total += depth + gap;
            AddLines(r + 1);
        }

        var offset = total / 2 + FontParameters.AxisHeight;
        var body = Columns(node, rows, total, offset, setting);
        if (lines.Count > 0)
        {
            List<Layer> layers = [body, .. lines.AsEnumerable().Reverse().Select(line =>
                new Layer(TableLine(line.IsDashed, setting)) { Shift = line.Position - offset })];
            body = Stack.FromShifts(Stack.Left, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(layers));
        }

        tags = null;
        if (node.Tags.Any(tag => tag is not null))
        {
            tags = Stack.FromShifts(Stack.Right, [.. rows.Select((row, r) => row.Layer(Whole(r < node.Tags.Count ? node.Tags[r] : null, setting), offset))]);
        }

        return Row(AtomKind.Ord, [body], setting);

        void AddLines(int row)
        {
            for (var i = 0; i < node.Lines[row].Count; i++)
            {
                total += i > 0 ? LineGap : 0;
                lines.Add((total, node.Lines[row][i]));
            }
        }
    }

    static Box Columns(ArrayNode node, List<TableRow> rows, double total, double offset, Setting setting)
    {
        var count = rows.Max(row => row.Cells.Count);
        var usual = node.IsSmall ? 0.2778 * setting.With(FormulaStyle.Script).Scale / setting.Scale : ColumnGap;
        var boxes = new List<Box>();
        var spec = 0;
        for (var c = 0; c < count || spec < node.Columns.Count; c++, spec++)
        {
            for (var isFirst = true; spec < node.Columns.Count && node.Columns[spec].IsLine; spec++, isFirst = false)
            {
                if (!isFirst)
                {
                    boxes.Add(Box.Space(FontParameters.DoubleRuleGap));
                }

                boxes.Add(Separator(node.Columns[spec].Align == ':', total, offset, setting));
            }

            if (c >= count)
            {
                continue;
            }

            var column = spec < node.Columns.Count ? node.Columns[spec] : new('c');
            if (c > 0 || node.HasOuterSpace)
            {
                boxes.Add(Box.Space(column.Before ?? usual));
            }

            var cells = new List<Layer>(rows.Count);
            foreach (var row in rows.Where(row => c < row.Cells.Count))
            {
                cells.Add(row.Layer(row.Cells[c], offset));
            }

            boxes.Add(Stack.FromShifts(
                column.Align switch { 'l' => Stack.Left, 'r' => Stack.Right, _ => Stack.Center },
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(cells)));
            if (c < count - 1 || node.HasOuterSpace)
            {
                boxes.Add(Box.Space(column.After ?? usual));
            }
        }

        return Box.Row(AtomKind.None, boxes);
    }

    /// <summary>A line between columns: it takes no width.</summary>
    static Box Separator(bool isDashed, double total, double offset, Setting setting)
    {
        var box = new Box { Height = offset, Depth = total - offset };
        foreach (var (from, length) in Dashes(total, isDashed))
        {
            Show(setting, box, new RuleInk(-FontParameters.ArrayLine / 2, from - offset, FontParameters.ArrayLine, length, setting.Color));
        }

        return box;
    }

    static Box TableLine(bool isDashed, Setting setting) => new()
    {
        Height = FontParameters.ArrayLine,
        Stretch = (box, width) =>
        {
            box.Width = width;
            foreach (var (from, length) in Dashes(width, isDashed))
            {
                Show(setting, box, new RuleInk(from, -FontParameters.ArrayLine, length, FontParameters.ArrayLine, setting.Color));
            }
        },
    };

    static IEnumerable<(double From, double Length)> Dashes(double total, bool isDashed)
    {
        const double dash = 3 * FontParameters.ArrayLine;
        if (!isDashed)
        {
            yield return (0, total);
            yield break;
        }

        // As many as fit, evenly, with one at each end.
        var count = (int)Math.Clamp(Math.Round((total / dash + 1) / 2), 1, 1_000);
        var step = count > 1 ? (total - dash) / (count - 1) : 0;
        for (var i = 0; i < count; i++)
        {
            yield return (i * step, Math.Min(dash, total));
        }
    }

    /// <summary>Position is the distance of its baseline from the top of the table.</summary>
    sealed record TableRow(List<Box> Cells, double Height, double Depth, double Position)
    {
        /// <summary>Each cell is as high as its row.</summary>
        public Layer Layer(Box cell, double offset)
        {
            var box = Box.Row(AtomKind.None, [cell]);
            (box.Height, box.Depth) = (Height, Depth);
            return new(box) { Shift = Position - offset };
        }
    }
}
