using Repeater.Render.Text;

namespace Repeater.Render.Formulas;

/// <summary>What a tall delimiter is put together from.</summary>
/// <param name="Top">The sign at its top.</param>
/// <param name="Repeat">The sign that is repeated: tall delimiters grow by its height.</param>
/// <param name="Bottom">The sign at its bottom.</param>
/// <param name="Face">The font of these signs.</param>
sealed record DelimiterPieces(string Top, string Repeat, string Bottom, FontFace Face)
{
    public string? Middle { get; init; }

    /// <summary>Drawn as one outline instead of signs, this wide.</summary>
    public string? Outline { get; init; }

    public double Width { get; init; }

    public static DelimiterPieces Of(string delimiter) => delimiter switch
    {
        "\\uparrow" => Arrow(delimiter, "⏐", "⏐"),
        "\\Uparrow" => Arrow(delimiter, "‖", "‖"),
        "\\downarrow" => Arrow("⏐", "⏐", delimiter),
        "\\Downarrow" => Arrow("‖", "‖", delimiter),
        "\\updownarrow" => Arrow("\\uparrow", "⏐", "\\downarrow"),
        "\\Updownarrow" => Arrow("\\Uparrow", "‖", "\\Downarrow"),
        "\\|" or "\\Vert" or "\\lVert" or "\\rVert" => Arrow(delimiter, "∥", delimiter) with { Outline = "doublevert", Width = 0.556 },
        "[" => Bracket("⎡", "⎢", "⎣", "lbrack"),
        "]" => Bracket("⎤", "⎥", "⎦", "rbrack"),
        "\\lfloor" => Bracket("⎢", "⎢", "⎣", "lfloor"),
        "\\rfloor" => Bracket("⎥", "⎥", "⎦", "rfloor"),
        "\\lceil" => Bracket("⎡", "⎢", "⎢", "lceil"),
        "\\rceil" => Bracket("⎤", "⎥", "⎥", "rceil"),
        "(" => Bracket("⎛", "⎜", "⎝", "lparen") with { Width = 0.875 },
        ")" => Bracket("⎞", "⎟", "⎠", "rparen") with { Width = 0.875 },
        "\\{" => Brace("⎧", "⎩") with { Middle = "⎨" },
        "\\}" => Brace("⎫", "⎭") with { Middle = "⎬" },
        "\\lgroup" => Brace("⎧", "⎩"),
        "\\rgroup" => Brace("⎫", "⎭"),
        "\\lmoustache" => Brace("⎧", "⎭"),
        "\\rmoustache" => Brace("⎫", "⎩"),
        _ => Arrow(delimiter, "∣", delimiter) with { Outline = "vert", Width = 0.333 },
    };

    /// <summary>The straight part between two signs. Signs stand on whole pixels: it reaches into them, so that no gap shows.</summary>
    public Box Bar(double height, Setting setting)
    {
        const double reach = 0.02;
        var box = new Box { Width = GlyphMetrics.Find(Face, Repeat[0])?.Width ?? 0, Height = height };
        (double Left, double Right)[] lines = Repeat switch
        {
            "⎪" => [(0.384, 0.504)],
            "⏐" => [(0.312, 0.355)],
            _ => [(0.257, 0.300), (0.478, 0.521)],
        };
        foreach (var (left, right) in lines)
        {
            Pictures.Draw(box, setting, Drawing.Outline.OfRect((float)left, (float)(-height - reach), (float)right, (float)reach));
        }

        return box;
    }

    static DelimiterPieces Arrow(string top, string repeat, string bottom) => new(top, repeat, bottom, FontFace.KatexSize1);

    static DelimiterPieces Bracket(string top, string repeat, string bottom, string outline) =>
        new(top, repeat, bottom, FontFace.KatexSize4) { Outline = outline, Width = 0.667 };

    static DelimiterPieces Brace(string top, string bottom) => new(top, "⎪", bottom, FontFace.KatexSize4);
}
