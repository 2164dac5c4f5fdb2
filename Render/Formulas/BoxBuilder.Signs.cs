using Repeater.Render.Text;

namespace Repeater.Render.Formulas;

sealed partial class BoxBuilder
{
    /// <summary>The text around a formula is smaller than the formula's em: the letters of both look alike then.</summary>
    public const float EmPerTextSize = 1.15f;

    // Of the fonts of the text around, in em of the text: Han fill their squares.
    const double ForeignHeight = 0.86;
    const double ForeignDepth = 0.12;

    Box Sign(SignNode sign, Setting setting) => sign.Group switch
    {
        SymbolGroup.Letter => Ordinary(sign.Name, sign.IsText, isLetter: true, setting),
        SymbolGroup.Bin => Atom(sign.Name, sign.IsText, setting, AtomKind.Bin),
        SymbolGroup.Rel => Atom(sign.Name, sign.IsText, setting, AtomKind.Rel),
        SymbolGroup.Open => Atom(sign.Name, sign.IsText, setting, AtomKind.Open),
        SymbolGroup.Close => Atom(sign.Name, sign.IsText, setting, AtomKind.Close),
        SymbolGroup.Punct => Atom(sign.Name, sign.IsText, setting, AtomKind.Punct),
        SymbolGroup.Inner => Atom(sign.Name, sign.IsText, setting, AtomKind.Inner),
        SymbolGroup.Spacing when sign.Name == "\\allowbreak" => Box.Space(0, BoxRole.BreakHere),
        SymbolGroup.Spacing when sign.Name == "\\nobreak" => Box.Space(0, BoxRole.Tie),
        SymbolGroup.Spacing when !sign.IsText => Box.Space(
            Atom(sign.Name, false, setting, AtomKind.None).Width, sign.Name is "~" or "\\nobreakspace" ? BoxRole.Tie : BoxRole.Space),
        _ => Ordinary(sign.Name, sign.IsText, isLetter: false, setting),
    };

    /// <summary>Operators, relations, brackets: upright in every font but the bold one.</summary>
    Box Atom(string name, bool isText, Setting setting, AtomKind kind)
    {
        var symbol = Symbols.Find(name, isText);
        var face = setting.Font == MathFont.BoldSymbol && Has(FontFace.KatexMainBold, name, isText) ? FontFace.KatexMainBold
            : symbol is { IsAms: true } ? FontFace.KatexAms
            : FontFace.KatexMain;
        return Glyph(name, face, isText, setting, kind);
    }

    /// <summary>Letters, digits and other ordinary signs, in the font that is asked for where it has them.</summary>
    Box Ordinary(string name, bool isText, bool isLetter, Setting setting)
    {
        if (WideLetters.Find(name) is { } wide)
        {
            return Glyph(wide.Plain, wide.Face, isText, setting, AtomKind.Ord);
        }

        if (AskedFace(name, isText, isLetter, setting) is { } asked && Has(asked, name, isText))
        {
            return Glyph(name, asked, isText, setting, AtomKind.Ord);
        }

        var face = isLetter ? FontFace.KatexMathItalic
            : Symbols.Find(name, isText) is { IsAms: true } ? FontFace.KatexAms
            : TextFace(TextFamily.Roman, setting);
        return Glyph(name, face, isText, setting, AtomKind.Ord);
    }

    static FontFace? AskedFace(string name, bool isText, bool isLetter, Setting setting) => setting.Font switch
    {
        MathFont.None when isText && setting.Family != TextFamily.None => TextFace(setting.Family, setting),
        MathFont.None => null,
        MathFont.BoldSymbol => isLetter && Has(FontFace.KatexMathBoldItalic, name, isText) ? FontFace.KatexMathBoldItalic : FontFace.KatexMainBold,
        MathFont.Bold => FontFace.KatexMainBold,
        MathFont.Italic => FontFace.KatexMainItalic,
        MathFont.Normal => FontFace.KatexMathItalic,
        MathFont.Blackboard => FontFace.KatexAms,
        MathFont.Calligraphic => FontFace.KatexCaligraphic,
        MathFont.Fraktur => FontFace.KatexFraktur,
        MathFont.Script => FontFace.KatexScript,
        MathFont.Sans => FontFace.KatexSansSerif,
        MathFont.SansItalic => FontFace.KatexSansSerifItalic,
        MathFont.Typewriter => FontFace.KatexTypewriter,
        _ => FontFace.KatexMain,
    };

    static FontFace TextFace(TextFamily family, Setting setting) => (family, setting.IsBold, setting.IsItalic) switch
    {
        (TextFamily.Typewriter, _, _) => FontFace.KatexTypewriter,
        (TextFamily.Sans, true, _) => FontFace.KatexSansSerifBold,
        (TextFamily.Sans, _, true) => FontFace.KatexSansSerifItalic,
        (TextFamily.Sans, _, _) => FontFace.KatexSansSerif,
        (_, true, true) => FontFace.KatexMainBoldItalic,
        (_, true, _) => FontFace.KatexMainBold,
        (_, _, true) => FontFace.KatexMainItalic,
        _ => FontFace.KatexMain,
    };

    static string Drawn(string name, bool isText) => Symbols.Find(name, isText) is { Drawn: { Length: > 0 } drawn } ? drawn : name;

    static bool Has(FontFace face, string name, bool isText) => GlyphMetrics.Find(face, CodePoints.First(Drawn(name, isText), out _)) is not null;

    Box Glyph(string name, FontFace face, bool isText, Setting setting, AtomKind kind)
    {
        var drawn = Drawn(name, isText);
        var code = CodePoints.First(drawn, out _);
        if (GlyphMetrics.Find(face, code) is not { } glyph)
        {
            return Foreign(drawn, setting, kind == AtomKind.None ? AtomKind.Ord : kind);
        }

        var italic = isText || setting.Font == MathFont.Italic ? 0 : glyph.Italic;
        var box = new Box
        {
            Kind = kind,
            IsGlyph = true,
            IsTight = setting.Style.IsTight,
            Width = Advance(face, code, glyph) + Math.Max(italic, 0),
            Height = glyph.Height,
            Depth = glyph.Depth,
            Italic = italic,
            Skew = glyph.Skew,
        };
        if (!setting.IsPhantom && !drawn.AsSpan().IsWhiteSpace())
        {
            box.Inks.Add(new GlyphInk(face, code, setting.Color, setting.IsHeavy));
        }

        return box;
    }

    // What is drawn is as wide as the font says: a few of the metrics are those of other signs.
    static double Advance(FontFace face, int code, Glyph glyph) =>
        Fonts.Of(face) is var font && font.GlyphOf(code) is var number and not 0 ? font.AdvanceOf(number) : glyph.Width;

    /// <summary>Signs that no command names: those that the formula fonts have, else as the text around is drawn.</summary>
    Box Foreign(ForeignNode node, Setting setting)
    {
        var code = CodePoints.First(node.Text, out var length);
        FontFace? face = length != node.Text.Length || code < 0x80 ? null
            : GlyphMetrics.Find(FontFace.KatexMain, code) is not null ? FontFace.KatexMain
            : GlyphMetrics.Find(FontFace.KatexAms, code) is not null ? FontFace.KatexAms
            : null;
        return face is { } own ? Glyph(node.Text, own, true, setting, AtomKind.Ord) : Foreign(node.Text, setting);
    }

    Box Foreign(string text, Setting setting, AtomKind kind = AtomKind.Ord)
    {
        var isBold = options.Bold || setting.IsBold || setting.IsHeavy || setting.Font is MathFont.Bold or MathFont.BoldSymbol;
        var style = new TextStyle(setting.Family == TextFamily.Typewriter || setting.Font == MathFont.Typewriter, isBold, setting.IsItalic, options.Size);
        var pieces = new List<TextInkPiece>();
        var em = options.Size * EmPerTextSize;
        var width = 0.0;
        foreach (var piece in measurer.Measure(text, style))
        {
            pieces.Add(new(text.Substring(piece.Start, piece.Length), piece.Face, width, 1 / EmPerTextSize));
            width += piece.Width / em;
        }

        var box = new Box
        {
            Kind = kind,
            IsTight = setting.Style.IsTight,
            Width = width,
            Height = ForeignHeight / EmPerTextSize,
            Depth = ForeignDepth / EmPerTextSize,
        };
        if (!setting.IsPhantom)
        {
            box.Inks.Add(new TextInk(pieces, style.Italic, style.Bold, setting.Color));
        }

        return box;
    }

    // Letters of one font follow each other without the room for their slant, except those of the usual italic.
    static void JoinLetters(List<Box> boxes)
    {
        for (var i = 0; i + 1 < boxes.Count; i++)
        {
            if (boxes[i] is { IsGlyph: true, Italic: > 0, Inks: [GlyphInk ink] } before
                && boxes[i + 1] is { IsGlyph: true, Inks: [GlyphInk next] } after
                && before.Kind == after.Kind && before.Skew == after.Skew && before.IsTight == after.IsTight
                && ink.Face == next.Face && ink.Color == next.Color
                && ink.Face != FontFace.KatexMathItalic)
            {
                before.Width -= before.Italic;
                before.Italic = 0;
            }
        }
    }
}
