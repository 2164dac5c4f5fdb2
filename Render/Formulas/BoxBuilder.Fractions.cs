namespace Repeater.Render.Formulas;

sealed partial class BoxBuilder
{
    // The height and depth of a line of text: \cfrac keeps them.
    const double StrutHeight = 0.85;
    const double StrutDepth = 0.35;

    // On both sides of a fraction and where \left. leaves a bracket out, at the size of the formula.
    const double NullDelimiter = 0.12;

    /// <summary>Appendix G, rule 15.</summary>
    Box Fraction(FractionNode node, Setting setting)
    {
        var style = setting.Style;
        var parameters = setting.Parameters;
        var numerator = Whole(node.Numerator, setting.With(style.Numerator), setting);
        var denominator = Whole(node.Denominator, setting.With(style.Denominator), setting);
        if (node.IsContinued)
        {
            numerator = Box.Row(AtomKind.None, [numerator]);
            numerator.Height = Math.Max(numerator.Height, StrutHeight);
            numerator.Depth = Math.Max(numerator.Depth, StrutDepth);
        }

        var line = !node.HasLine ? 0 : node.Thickness is { } thickness && setting.Em(thickness) is not 0 and var given ? given : parameters.Line;
        var up = style.IsDisplay ? parameters.Num1 : line > 0 ? parameters.Num2 : parameters.Num3;
        var down = style.IsDisplay ? parameters.Denom1 : parameters.Denom2;
        var gap = line > 0 ? (style.IsDisplay ? 3 : 1) * line : (style.IsDisplay ? 7 : 3) * parameters.Line;

        Box fraction;
        if (!node.HasLine)
        {
            var missing = gap - (up - numerator.Depth - (denominator.Height - down));
            if (missing > 0)
            {
                up += missing / 2;
                down += missing / 2;
            }

            fraction = Stack.FromShifts(Stack.Center, [new Layer(denominator) { Shift = down }, new Layer(numerator) { Shift = -up }]);
        }
        else
        {
            const double axis = FontParameters.AxisHeight;
            up += Math.Max(0, gap - (up - numerator.Depth - (axis + line / 2)));
            down += Math.Max(0, gap - (axis - line / 2 - (denominator.Height - down)));
            fraction = Stack.FromShifts(
                Stack.Center,
                [
                    new Layer(denominator) { Shift = down },
                    new Layer(Bar(line, setting)) { Shift = -(axis - line / 2) },
                    new Layer(numerator) { Shift = -up },
                ]);
        }

        var delimiter = style.IsDisplay ? parameters.Delim1
            : style.Level == 3 ? setting.With(FormulaStyle.Script).Parameters.Delim2
            : parameters.Delim2;
        var left = node.Left is null ? EmptyDelimiter(setting) : Grown(node.Left, delimiter, setting, AtomKind.Open);
        var right = node.IsContinued ? new Box()
            : node.Right is null ? EmptyDelimiter(setting)
            : Grown(node.Right, delimiter, setting, AtomKind.Close);
        return Row(AtomKind.Ord, [left, Box.Row(AtomKind.None, [fraction]), right], setting);
    }

    static Box EmptyDelimiter(Setting setting) => new() { Width = NullDelimiter / setting.Scale };

    /// <summary>A horizontal line as wide as the list it stands in, above the baseline.</summary>
    static Box Bar(double thickness, Setting setting) => new()
    {
        Height = thickness,
        Stretch = (box, width) =>
        {
            box.Width = width;
            if (!setting.IsPhantom)
            {
                box.Inks.Add(new RuleInk(0, -thickness, width, thickness, setting.Color));
            }
        },
    };

    /// <summary>Appendix G, rules 9 and 10.</summary>
    Box Line(LineNode node, Setting setting)
    {
        var thickness = setting.Parameters.Line;
        var body = Whole(node.Body, node.IsOver ? setting.Cramped : setting);
        var bar = Bar(thickness, setting);
        var stack = node.IsOver
            ? Stack.FromFirst(0, Stack.Left, [body, Layer.Gap(3 * thickness), bar, Layer.Gap(thickness)])
            : Stack.FromTop(body.Height, Stack.Left, [Layer.Gap(thickness), bar, Layer.Gap(3 * thickness), body]);
        return Row(AtomKind.Ord, [stack], setting);
    }

    /// <summary>Appendix G, rule 11.</summary>
    Box Root(RootNode node, Setting setting)
    {
        var body = Box.Row(AtomKind.None, [Whole(node.Body, setting.Cramped)]);
        if (body.Height == 0)
        {
            body.Height = FontParameters.XHeight;
        }

        var theta = setting.Parameters.Line;
        var clearance = theta + (setting.Style.IsDisplay ? FontParameters.XHeight : theta) / 4;
        var surd = Surd.Of(body.Height + body.Depth + clearance + theta, setting);
        var inside = surd.Height - surd.LineWidth;
        if (inside > body.Height + body.Depth + clearance)
        {
            clearance = (clearance + inside - body.Height - body.Depth) / 2;
        }

        var shift = surd.Height - body.Height - clearance - surd.LineWidth;
        var stack = Stack.FromFirst(
            0,
            Stack.Left,
            [Box.Padded(body, surd.Advance, 0), Layer.Gap(-(body.Height + shift)), surd.Box(setting), Layer.Gap(surd.LineWidth)]);
        if (node.Index is null)
        {
            return Row(AtomKind.Ord, [stack], setting);
        }

        var index = Whole(node.Index, setting.With(FormulaStyle.ScriptScript), setting);
        var raised = Stack.FromFirst(-0.6 * (stack.Height - stack.Depth), Stack.Left, [index]);
        return Row(AtomKind.Ord, [Box.Padded(raised, 5.0 / 18, -10.0 / 18), stack], setting);
    }
}
