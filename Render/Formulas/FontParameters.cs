namespace Repeater.Render.Formulas;

/// <summary>
/// The parameters of TeX's symbol and extension fonts, in em, for the three sizes of formulas. The names are those of
/// The TeXbook, appendix G (sigma and xi); the values KaTeX's.
/// </summary>
sealed record FontParameters
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

    static readonly FontParameters Text = new()
    {
        Quad = 1, Num1 = 0.677, Num2 = 0.394, Num3 = 0.444, Denom1 = 0.686, Denom2 = 0.345, Sup1 = 0.413, Sup2 = 0.363, Sup3 = 0.289,
        Sub1 = 0.150, Sub2 = 0.247, SupDrop = 0.386, SubDrop = 0.050, Delim1 = 2.390, Delim2 = 1.010, Line = 0.04, BelowDrop = 0.6, LimitPad = 0.1,
    };

    static readonly FontParameters Script = new()
    {
        Quad = 1.171, Num1 = 0.732, Num2 = 0.384, Num3 = 0.471, Denom1 = 0.752, Denom2 = 0.344, Sup1 = 0.503, Sup2 = 0.431, Sup3 = 0.286,
        Sub1 = 0.143, Sub2 = 0.286, SupDrop = 0.353, SubDrop = 0.071, Delim1 = 1.700, Delim2 = 1.157, Line = 0.049, BelowDrop = 0.611, LimitPad = 0.143,
    };

    static readonly FontParameters ScriptScript = new()
    {
        Quad = 1.472, Num1 = 0.925, Num2 = 0.387, Num3 = 0.504, Denom1 = 1.025, Denom2 = 0.532, Sup1 = 0.504, Sup2 = 0.404, Sup3 = 0.294,
        Sub1 = 0.200, Sub2 = 0.400, SupDrop = 0.494, SubDrop = 0.100, Delim1 = 1.980, Delim2 = 1.420, Line = 0.049, BelowDrop = 0.611, LimitPad = 0.143,
    };

    public required double Quad { get; init; }

    public required double Num1 { get; init; }

    public required double Num2 { get; init; }

    public required double Num3 { get; init; }

    public required double Denom1 { get; init; }

    public required double Denom2 { get; init; }

    public required double Sup1 { get; init; }

    public required double Sup2 { get; init; }

    public required double Sup3 { get; init; }

    public required double Sub1 { get; init; }

    public required double Sub2 { get; init; }

    public required double SupDrop { get; init; }

    public required double SubDrop { get; init; }

    public required double Delim1 { get; init; }

    public required double Delim2 { get; init; }

    /// <summary>The thickness of fraction bars and of lines above and below.</summary>
    public required double Line { get; init; }

    public required double BelowDrop { get; init; }

    public required double LimitPad { get; init; }

    /// <param name="size">1 (<c>\tiny</c>) to 11 (<c>\Huge</c>).</param>
    public static FontParameters OfSize(int size) => size switch { >= 5 => Text, >= 3 => Script, _ => ScriptScript };
}
