using Repeater.Render.Text;

namespace Repeater.Render.Formulas;

sealed partial class BoxBuilder
{
    /// <summary>Appendix G, rule 13: with limits above and below where they belong to it.</summary>
    Box Operator(OperatorNode node, Node? sup, Node? sub, bool hasLimits, Setting setting)
    {
        var box = Core(node, setting, out var isSign);
        var shift = isSign && !node.KeepsBaseline ? (box.Height - box.Depth) / 2 - FontParameters.AxisHeight : 0;
        if (hasLimits)
        {
            return Limits(box, sup, sub, isSign && !node.KeepsBaseline ? box.Italic : 0, shift, setting);
        }

        return shift == 0 ? box : Box.Lowered(box, shift);
    }

    Box Core(OperatorNode node, Setting setting, out bool isSign)
    {
        isSign = node.IsSign;
        if (node.Body is { } body)
        {
            var inner = Expression(body, setting);
            isSign = inner is [{ IsGlyph: true }];
            if (!isSign)
            {
                return Row(AtomKind.Op, inner, setting);
            }

            inner[0].Kind = AtomKind.Op;
            return inner[0];
        }

        if (!node.IsSign)
        {
            return Row(AtomKind.Op, node.Name![1..].Select(letter => Atom(letter.ToString(), false, setting, AtomKind.None)), setting);
        }

        var isLarge = setting.Style.IsDisplay && node.Name != "\\smallint";
        var face = isLarge ? FontFace.KatexSize2 : FontFace.KatexSize1;
        if (node.Name is not ("\\oiint" or "\\oiiint"))
        {
            return Glyph(node.Name!, face, false, setting, AtomKind.Op);
        }

        // No font has these: an oval over the plain sign.
        var sign = Glyph(node.Name == "\\oiint" ? "\\iint" : "\\iiint", face, false, setting, AtomKind.Op);
        var oval = Pictures.Fixed(node.Name[1..] + (isLarge ? "Size2" : "Size1"), setting);
        var overlaid = Stack.FromShifts(Stack.Left, [new Layer(sign), new Layer(oval) { Shift = isLarge ? 0.08 : 0 }]);
        overlaid.Kind = AtomKind.Op;
        overlaid.Italic = sign.Italic;
        return overlaid;
    }

    Box OperatorName(OperatorNameNode node, Node? sup, Node? sub, bool hasLimits, Setting setting)
    {
        // A hyphen and an asterisk in a name are those of text.
        var body = node.Body.Select(child => child switch
        {
            SignNode { Name: "-" or "*" } sign => sign with { IsText = true, Group = SymbolGroup.Ordinary },
            SignNode sign when sign.Group != SymbolGroup.Spacing => sign with { Group = SymbolGroup.Ordinary },
            _ => child,
        }).ToList();
        var box = Row(AtomKind.Op, Expression(body, setting.WithFont(MathFont.Roman)), setting);
        return hasLimits ? Limits(box, sup, sub, 0, 0, setting) : box;
    }

    Box Limits(Box core, Node? supNode, Node? subNode, double slant, double shift, Setting setting)
    {
        var parameters = setting.Parameters;
        core = Box.Row(AtomKind.None, [core]);
        var sup = supNode is null ? null : Whole(supNode, setting.With(setting.Style.Sup), setting);
        var sub = subNode is null ? null : Whole(subNode, setting.With(setting.Style.Sub), setting);
        var supGap = sup is null ? 0 : Math.Max(FontParameters.AboveGap, FontParameters.AboveRise - sup.Depth);
        var subGap = sub is null ? 0 : Math.Max(FontParameters.BelowGap, parameters.BelowDrop - sub.Height);
        var pad = Layer.Gap(parameters.LimitPad);

        Box stack;
        if (sup is not null && sub is not null)
        {
            var bottom = parameters.LimitPad + sub.Height + sub.Depth + subGap + core.Depth + shift;
            stack = Stack.FromBottom(
                bottom,
                Stack.Center,
                [pad, new Layer(sub) { Left = -slant }, Layer.Gap(subGap), core, Layer.Gap(supGap), new Layer(sup) { Left = slant }, pad]);
        }
        else if (sub is not null)
        {
            stack = Stack.FromTop(core.Height - shift, Stack.Center, [pad, new Layer(sub) { Left = -slant }, Layer.Gap(subGap), core]);
        }
        else if (sup is not null)
        {
            stack = Stack.FromBottom(core.Depth + shift, Stack.Center, [core, Layer.Gap(supGap), new Layer(sup) { Left = slant }, pad]);
        }
        else
        {
            return core;
        }

        // The lower limit was moved left by the slant: what is before must not meet it.
        return sub is not null && slant != 0 && !IsCharacter(subNode)
            ? Row(AtomKind.Op, [Box.Space(slant), stack], setting)
            : Row(AtomKind.Op, [stack], setting);
    }
}
