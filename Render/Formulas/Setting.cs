namespace Repeater.Render.Formulas;

/// <summary>
/// Style, size, font and colour in which a part of a formula is set. Lengths inside are in em of its own size: that of the
/// formula times <see cref="Scale"/>. The rules of changing it are KaTeX's (Options).
/// </summary>
sealed record Setting(FormulaStyle Style)
{
    const int Normal = 6;

    static readonly double[] Scales = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488];

    // What \tiny to \Huge are in script and in the script of a script.
    static readonly int[] InScript = [1, 1, 1, 2, 2, 3, 4, 6, 7, 8, 10];
    static readonly int[] InScriptScript = [1, 1, 1, 1, 1, 1, 2, 3, 6, 7, 9];

    /// <summary>1 to 11, the style taken into account.</summary>
    public int Size { get; init; } = Normal;

    /// <summary>What the size would be in text style.</summary>
    public int TextSize { get; init; } = Normal;

    public MathFont Font { get; init; }

    public TextFamily Family { get; init; }

    public bool IsBold { get; init; }

    public bool IsItalic { get; init; }

    public uint Color { get; init; }

    /// <summary>Takes its room and shows nothing.</summary>
    public bool IsPhantom { get; init; }

    /// <summary>Drawn with thicker lines, for want of a bold font.</summary>
    public bool IsHeavy { get; init; }

    public double Scale => Scales[Size - 1];

    public FontParameters Parameters => FontParameters.OfSize(Size);

    public Setting With(FormulaStyle style) => style == Style ? this : this with { Style = style, Size = SizeIn(TextSize, style) };

    public Setting Cramped => With(Style.Cramped);

    public Setting WithSize(int size) => size == Size && size == TextSize
        ? this
        : this with { Style = Style.AtLeastText, Size = size, TextSize = size };

    /// <summary>The style at the formula's own size, whatever <c>\large</c> says.</summary>
    public Setting AtBase(FormulaStyle style) => this with { Style = style, Size = SizeIn(Normal, style) };

    /// <summary>Text style at the size that the current style has in a formula of normal size.</summary>
    public Setting WithoutSizing => this with { Style = Style.AtLeastText, Size = Style.Level switch { 2 => 3, 3 => 1, _ => Normal } };

    public Setting WithFont(MathFont font) => this with { Font = font };

    public Setting WithText(string command) => command switch
    {
        "\\textrm" or "\\textnormal" => this with { Family = TextFamily.Roman, Font = MathFont.None },
        "\\textsf" => this with { Family = TextFamily.Sans, Font = MathFont.None },
        "\\texttt" => this with { Family = TextFamily.Typewriter, Font = MathFont.None },
        "\\textbf" => this with { IsBold = true, Font = MathFont.None },
        "\\textmd" => this with { IsBold = false, Font = MathFont.None },
        "\\textit" => this with { IsItalic = true, Font = MathFont.None },
        "\\textup" => this with { IsItalic = false, Font = MathFont.None },
        "\\emph" => this with { IsItalic = !IsItalic, Font = MathFont.None },
        _ => this,
    };

    /// <summary>A length in em of this size.</summary>
    public double Em(Length length)
    {
        var parameters = Parameters;
        switch (length.Unit)
        {
            case "mu":
                return length.Number * parameters.Quad / 18;
            case "em" or "ex":
                var text = Style.IsTight ? With(Style.AtLeastText) : this;
                var unit = length.Unit == "em" ? text.Parameters.Quad : FontParameters.XHeight;
                return length.Number * unit * text.Scale / Scale;
            default:
                return length.Number * Points(length.Unit) / FontParameters.PointsPerEm / Scale;
        }
    }

    static double Points(string unit) => unit switch
    {
        "mm" => 7227.0 / 2540,
        "cm" => 7227.0 / 254,
        "in" => 72.27,
        "bp" or "px" => 803.0 / 800,
        "pc" => 12,
        "dd" => 1238.0 / 1157,
        "cc" => 14856.0 / 1157,
        "nd" => 685.0 / 642,
        "nc" => 1370.0 / 107,
        "sp" => 1.0 / 65536,
        _ => 1,
    };

    static int SizeIn(int size, FormulaStyle style) => style.Level switch
    {
        2 => InScript[size - 1],
        3 => InScriptScript[size - 1],
        _ => size,
    };
}
