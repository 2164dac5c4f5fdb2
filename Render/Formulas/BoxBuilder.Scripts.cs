namespace Repeater.Render.Formulas;

sealed partial class BoxBuilder
{
    // Kept free after scripts, whatever the size: half a point.
    const double ScriptSpace = 0.05;

    Box Scripts(ScriptsNode node, Setting setting)
    {
        var isDisplay = setting.Style.IsDisplay;
        switch (node.Base)
        {
            case OperatorNode { HasLimits: true } op when isDisplay || op.IsExplicit:
                return Operator(op, node.Sup, node.Sub, true, setting);
            case OperatorNameNode { TakesLimits: true } name when isDisplay || name.HasLimits:
                return OperatorName(name, node.Sup, node.Sub, true, setting);
            case AccentNode accent when IsCharacter(accent.Base):
                return AccentWithScripts(accent, node, setting);
            case BraceNode brace when brace.IsOver == node.Sub is null:
                return Brace(brace, node.Sup ?? node.Sub, setting);
            default:
                var core = Whole(node.Base, setting);
                return Scripts(node, core, core, setting);
        }
    }

    /// <summary>Appendix G, rule 18. The scripts stand at the measured box, after the shown one.</summary>
    Box Scripts(ScriptsNode node, Box measured, Box shown, Setting setting)
    {
        var parameters = setting.Parameters;
        var isCharacter = IsCharacter(node.Base);
        var (sup, supDrop) = Script(node.Sup, setting.Style.Sup, parameter => parameter.SupDrop);
        var (sub, subDrop) = Script(node.Sub, setting.Style.Sub, parameter => parameter.SubDrop);
        var supShift = isCharacter ? 0 : measured.Height - supDrop;
        var subShift = isCharacter ? 0 : measured.Depth + subDrop;
        var least = setting.Style == FormulaStyle.Display ? parameters.Sup1 : setting.Style.IsCramped ? parameters.Sup3 : parameters.Sup2;
        var space = ScriptSpace / setting.Scale;
        var slant = measured.IsGlyph || node.Base is OperatorNode { Name: "\\oiint" or "\\oiiint" } ? -measured.Italic : 0;

        Box scripts;
        if (sup is not null && sub is not null)
        {
            supShift = Math.Max(Math.Max(supShift, least), sup.Depth + 0.25 * FontParameters.XHeight);
            subShift = Math.Max(subShift, parameters.Sub2);
            var gap = 4 * parameters.Line;
            if (supShift - sup.Depth - (sub.Height - subShift) < gap)
            {
                subShift = gap - (supShift - sup.Depth) + sub.Height;
                var psi = 0.8 * FontParameters.XHeight - (supShift - sup.Depth);
                if (psi > 0)
                {
                    supShift += psi;
                    subShift -= psi;
                }
            }

            scripts = Stack.FromShifts(
                Stack.Left,
                [new Layer(sub) { Shift = subShift, Left = slant, Right = space }, new Layer(sup) { Shift = -supShift, Right = space }]);
        }
        else if (sub is not null)
        {
            subShift = Math.Max(Math.Max(subShift, parameters.Sub1), sub.Height - 0.8 * FontParameters.XHeight);
            scripts = Stack.FromFirst(subShift, Stack.Left, [new Layer(sub) { Left = slant, Right = space }]);
        }
        else
        {
            supShift = Math.Max(Math.Max(supShift, least), sup!.Depth + 0.25 * FontParameters.XHeight);
            scripts = Stack.FromFirst(-supShift, Stack.Left, [new Layer(sup) { Right = space }]);
        }

        var kind = measured.Kind == AtomKind.None ? AtomKind.Ord : measured.Kind;
        return Row(kind, [shown, Box.Row(AtomKind.None, [scripts])], setting);

        (Box? Box, double Drop) Script(Node? script, FormulaStyle style, Func<FontParameters, double> drop)
        {
            if (script is null)
            {
                return (null, 0);
            }

            var inner = setting.With(style);
            return (Whole(script, inner, setting), drop(inner.Parameters) * inner.Scale / setting.Scale);
        }
    }
}
