namespace Repeater.Render.Formulas;

sealed partial class BoxBuilder
{
    // Room inside \xrightarrow on both sides of the words, and between them and the arrow.
    const double ArrowPad = 0.5;
    const double ArrowGap = 0.111;

    /// <summary>Appendix G, rule 12.</summary>
    Box Accent(AccentNode node, Setting setting)
    {
        var body = Whole(node.Base, setting.Cramped);
        var skew = node.IsShifted && IsCharacter(node.Base) ? SkewOf(body) : 0;
        if (node.IsStretchy)
        {
            var picture = Pictures.Stretchy(node.Label, LettersIn(node.Base), setting);
            var layer = new Layer(picture) { Align = Stack.Left, Left = skew > 0 ? 2 * skew : 0 };
            return Row(AtomKind.Ord, [Stack.FromFirst(0, Stack.Center, [body, layer])], setting);
        }

        var isFull = node.Label == "\\textcircled";
        var isBelow = node.Label == "\\c";
        var accent = node.Label == "\\vec" ? Pictures.Fixed("vec", setting) : Ordinary(node.Label, node.IsText, isLetter: false, setting);
        var width = accent.Width - Math.Max(accent.Italic, 0);
        var clearance = isFull ? body.Height
            : isBelow ? body.Height + body.Depth + accent.Depth
            : Math.Min(body.Height, FontParameters.XHeight);

        // It takes no width: the middle of the body is where it starts.
        var mark = new Box { Width = isFull ? width : 0, Height = accent.Height, Depth = accent.Depth };
        mark.Children.Add(new(accent, isFull ? skew : skew - width / 2, isFull ? 0.2 : 0, 1));
        return Row(AtomKind.Ord, [Stack.FromFirst(0, Stack.Center, [body, Layer.Gap(-clearance), mark])], setting);
    }

    /// <summary>Scripts stand where they would without the accent.</summary>
    Box AccentWithScripts(AccentNode accent, ScriptsNode node, Setting setting)
    {
        var shown = Accent(accent, setting);
        var box = Scripts(node with { Base = accent.Base }, Whole(accent.Base, setting), shown, setting);
        box.Kind = AtomKind.Ord;
        return box;
    }

    static double SkewOf(Box box)
    {
        while (!box.IsGlyph && box.Children is [var only])
        {
            box = only.Box;
        }

        return box.IsGlyph ? box.Skew : 0;
    }

    static int LettersIn(Node node) => node is GroupNode group ? group.Body.Count : 1;

    Box UnderAccent(UnderAccentNode node, Setting setting)
    {
        var body = Whole(node.Base, setting);
        var picture = Pictures.Stretchy(node.Label, LettersIn(node.Base), setting);
        var gap = Layer.Gap(node.Label == "\\utilde" ? 0.12 : 0);
        return Row(AtomKind.Ord, [Stack.FromTop(body.Height, Stack.Left, [picture, gap, body])], setting);
    }

    Box Arrow(ArrowNode node, Setting setting)
    {
        var above = Label(node.Above, setting.Style.Sup);
        var below = node.Below is null ? null : Label(node.Below, setting.Style.Sub);
        var arrow = Pictures.Stretchy(node.Label, 0, setting);
        var up = -FontParameters.AxisHeight - arrow.Height / 2 - ArrowGap;
        if (above.Depth > 0.25 || node.Label == "\\xleftequilibrium")
        {
            up -= above.Depth;
        }

        var body = new Layer(arrow) { Shift = -FontParameters.AxisHeight + arrow.Height / 2 };
        var stack = below is null
            ? Stack.FromShifts(Stack.Center, [new Layer(above) { Shift = up }, body])
            : Stack.FromShifts(
                Stack.Center,
                [
                    new Layer(above) { Shift = up },
                    body,
                    new Layer(below) { Shift = -FontParameters.AxisHeight + below.Height + arrow.Height / 2 + ArrowGap },
                ]);
        return Row(AtomKind.Rel, [stack], setting);

        // The room is measured in the size of the words.
        Box Label(Node words, FormulaStyle style)
        {
            var inner = setting.With(style);
            return Box.Row(AtomKind.None, [Box.Scaled(Box.Padded(Whole(words, inner), ArrowPad, ArrowPad), inner.Scale / setting.Scale)]);
        }
    }

    Box Brace(BraceNode node, Node? script, Setting setting)
    {
        var kind = AtomKind.Inner;
        var note = script is null ? null : Whole(script, setting.With(node.IsOver ? setting.Style.Sup : setting.Style.Sub), setting);
        var body = Whole(node.Base, setting.AtBase(FormulaStyle.Display));
        var brace = Pictures.Stretchy(node.Label, 0, setting);
        var stack = node.IsOver
            ? Stack.FromFirst(0, Stack.Center, [body, Layer.Gap(0.1), brace])
            : Stack.FromBottom(body.Depth + 0.1 + brace.Height, Stack.Center, [brace, Layer.Gap(0.1), body]);
        if (note is not null)
        {
            var whole = Row(kind, [stack], setting);
            stack = node.IsOver
                ? Stack.FromFirst(0, Stack.Center, [whole, Layer.Gap(0.2), note])
                : Stack.FromBottom(whole.Depth + 0.2 + note.Height + note.Depth, Stack.Center, [note, Layer.Gap(0.2), whole]);
        }

        return Row(kind, [stack], setting);
    }
}
