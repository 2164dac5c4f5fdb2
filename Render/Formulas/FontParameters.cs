namespace Repeater.Render.Formulas;

/// <summary>
/// The parameters of TeX's symbol and extension fonts, in em, for the three sizes of formulas. The names are those of
/// The TeXbook, appendix G (sigma and xi); the values KaTeX's. Line is the thickness of fraction bars, BelowDrop how far a
/// lower limit's baseline is below its operator at the least, LimitPad the room above and below limits.
/// </summary>
sealed record FontParameters(
    double Quad,
    double Num1,
    double Num2,
    double Num3,
    double Denom1,
    double Denom2,
    double Sup1,
    double Sup2,
    double Sup3,
    double Sub1,
    double Sub2,
    double SupDrop,
    double SubDrop,
    double Delim1,
    double Delim2,
    double Line,
    double BelowDrop,
    double LimitPad)
{
    public const double XHeight = 0.431;
    public const double AxisHeight = 0.25;
    public const double SqrtThickness = 0.04;
    public const double PointsPerEm = 10;
    public const double DoubleRuleGap = 0.2;
    public const double ArrayLine = 0.04;
    public const double FrameGap = 0.3;
    public const double FrameLine = 0.04;
    public const double AboveGap = 0.111;
    public const double BelowGap = 0.166;
    public const double AboveRise = 0.2;

    static readonly FontParameters Text = new(
        1, 0.677, 0.394, 0.444, 0.686, 0.345, 0.413, 0.363, 0.289, 0.150, 0.247, 0.386, 0.050, 2.390, 1.010, 0.04, 0.6, 0.1);

    static readonly FontParameters Script = new(
        1.171, 0.732, 0.384, 0.471, 0.752, 0.344, 0.503, 0.431, 0.286, 0.143, 0.286, 0.353, 0.071, 1.700, 1.157, 0.049, 0.611, 0.143);

    static readonly FontParameters ScriptScript = new(
        1.472, 0.925, 0.387, 0.504, 1.025, 0.532, 0.504, 0.404, 0.294, 0.200, 0.400, 0.494, 0.100, 1.980, 1.420, 0.049, 0.611, 0.143);

    /// <param name="size">1 (<c>\tiny</c>) to 11 (<c>\Huge</c>).</param>
    public static FontParameters OfSize(int size) => size switch { >= 5 => Text, >= 3 => Script, _ => ScriptScript };
}
