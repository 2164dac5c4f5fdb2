using System.Collections.Frozen;
using System.Text;
using Repeater.Render.Text;

namespace Repeater.Render.Formulas;

/// <summary>What TeX knows about a glyph, in em.</summary>
/// <param name="Depth">Below the baseline.</param>
/// <param name="Height">Above it.</param>
/// <param name="Italic">How far it leans out of its width at the top.</param>
/// <param name="Skew">How far right of its middle an accent stands.</param>
/// <param name="Width">Its advance.</param>
readonly record struct Glyph(double Depth, double Height, double Italic, double Skew, double Width);

/// <summary>The metrics of KaTeX's fonts: see build/formulas/tables.mjs for the form of the table.</summary>
static class GlyphMetrics
{
    const double Unit = 100_000;

    static readonly FrozenDictionary<(FontFace Face, int Code), Glyph> Glyphs = Read();

    public static Glyph? Find(FontFace face, int code) => Glyphs.TryGetValue((MeasuredAs(face), code), out var glyph) ? glyph : null;

    // Bold Fraktur and calligraphic letters have no metrics of their own.
    static FontFace MeasuredAs(FontFace face) => face switch
    {
        FontFace.KatexFrakturBold => FontFace.KatexFraktur,
        FontFace.KatexCaligraphicBold => FontFace.KatexCaligraphic,
        _ => face,
    };

    static FrozenDictionary<(FontFace Face, int Code), Glyph> Read()
    {
        var glyphs = new Dictionary<(FontFace, int), Glyph>();
        var bytes = EmbeddedResource.Open("formulas/metrics.bin").Bytes;
        while (!bytes.IsEmpty)
        {
            var face = FaceOf(Encoding.ASCII.GetString(bytes.Slice(1, bytes[0])));
            bytes = bytes[(1 + bytes[0])..];
            var code = 0;
            for (var count = Number(ref bytes); count > 0; count--)
            {
                code += Number(ref bytes);
                glyphs[(face, code)] = new(Length(ref bytes), Length(ref bytes), Length(ref bytes), Length(ref bytes), Length(ref bytes));
            }
        }

        return glyphs.ToFrozenDictionary();
    }

    static double Length(ref ReadOnlySpan<byte> bytes) => Number(ref bytes) / Unit;

    static int Number(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (value & 1) == 0 ? value >> 1 : -((value + 1) >> 1);
            }
        }
    }

    static FontFace FaceOf(string name) => name switch
    {
        "AMS-Regular" => FontFace.KatexAms,
        "Caligraphic-Regular" => FontFace.KatexCaligraphic,
        "Fraktur-Regular" => FontFace.KatexFraktur,
        "Main-Bold" => FontFace.KatexMainBold,
        "Main-BoldItalic" => FontFace.KatexMainBoldItalic,
        "Main-Italic" => FontFace.KatexMainItalic,
        "Main-Regular" => FontFace.KatexMain,
        "Math-BoldItalic" => FontFace.KatexMathBoldItalic,
        "Math-Italic" => FontFace.KatexMathItalic,
        "SansSerif-Bold" => FontFace.KatexSansSerifBold,
        "SansSerif-Italic" => FontFace.KatexSansSerifItalic,
        "SansSerif-Regular" => FontFace.KatexSansSerif,
        "Script-Regular" => FontFace.KatexScript,
        "Size1-Regular" => FontFace.KatexSize1,
        "Size2-Regular" => FontFace.KatexSize2,
        "Size3-Regular" => FontFace.KatexSize3,
        "Size4-Regular" => FontFace.KatexSize4,
        "Typewriter-Regular" => FontFace.KatexTypewriter,
        _ => throw new InvalidOperationException($"The table of metrics has no font {name}."),
    };
}
