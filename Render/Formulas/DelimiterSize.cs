using Repeater.Render.Text;

namespace Repeater.Render.Formulas;

enum StepKind
{
    /// <summary>The plain sign in one of three sizes.</summary>
    Small,

    /// <summary>The sign of one of four fonts.</summary>
    Large,

    /// <summary>Put together from pieces.</summary>
    Stacked,
}

/// <summary>How far a delimiter can grow.</summary>
enum GrowthOf
{
    /// <summary>Small and large signs, then pieces: brackets.</summary>
    Stacking,

    /// <summary>Small signs, then pieces: bars and arrows.</summary>
    Pieces,

    /// <summary>Small and large signs only: angles and slashes.</summary>
    Signs,
}

/// <summary>One of the shapes a delimiter comes in. Size is that of a large sign, 1 to 4; style that of a small one.</summary>
readonly record struct DelimiterStep(StepKind Kind, int Size, FormulaStyle Style);

/// <summary>Which shape of a delimiter is the first that is large enough.</summary>
static class DelimiterSize
{
    /// <summary>The heights of <c>\big</c> to <c>\Bigg</c> in em, from index 1.</summary>
    public static readonly double[] Heights = [0, 1.2, 1.8, 2.4, 3.0];

    static readonly DelimiterStep[] Steps =
    [
        new(StepKind.Small, 0, FormulaStyle.ScriptScript), new(StepKind.Small, 0, FormulaStyle.Script), new(StepKind.Small, 0, FormulaStyle.Text),
        new(StepKind.Large, 1, default), new(StepKind.Large, 2, default), new(StepKind.Large, 3, default), new(StepKind.Large, 4, default),
    ];

    public static GrowthOf Growth(string delimiter) => delimiter switch
    {
        "\\langle" or "\\rangle" or "/" or "\\backslash" => GrowthOf.Signs,
        "(" or ")" or "[" or "]" or "\\{" or "\\}" or "\\lfloor" or "\\rfloor" or "\\lceil" or "\\rceil" or "\\surd" => GrowthOf.Stacking,
        _ => GrowthOf.Pieces,
    };

    /// <param name="delimiter">Its command or character.</param>
    /// <param name="height">What it has to span, in em of the formula.</param>
    /// <param name="growth">The shapes it has.</param>
    /// <param name="setting">Of what it fences: in small styles smaller shapes are tried first.</param>
    public static DelimiterStep Choose(string delimiter, double height, GrowthOf growth, Setting setting)
    {
        for (var i = Math.Min(2, 3 - setting.Style.Level); i < (growth == GrowthOf.Pieces ? 3 : Steps.Length); i++)
        {
            var step = Steps[i];
            var face = step.Kind == StepKind.Small ? FontFace.KatexMain : FontFace.KatexSize1 + (step.Size - 1);
            if (Extent(delimiter, face) * (step.Kind == StepKind.Small ? setting.AtBase(step.Style).Scale : 1) > height)
            {
                return step;
            }
        }

        return growth == GrowthOf.Signs ? Steps[^1] : new(StepKind.Stacked, 0, default);
    }

    /// <summary>Height and depth of a sign.</summary>
    public static double Extent(string name, FontFace face)
    {
        var drawn = Symbols.Find(name, isText: false) is { Drawn: { Length: > 0 } replacement } ? replacement : name;
        return GlyphMetrics.Find(face, drawn[0]) is { } glyph ? glyph.Height + glyph.Depth : 0;
    }
}
