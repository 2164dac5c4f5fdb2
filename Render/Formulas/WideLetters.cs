using Repeater.Render.Text;

namespace Repeater.Render.Formulas;

/// <summary>The mathematical letters and digits of Unicode (U+1D400 to U+1D7FF): plain ones in a font of their own.</summary>
static class WideLetters
{
    const int Letters = 0x1D400;
    const int Greek = 0x1D6A4;
    const int Digits = 0x1D7CE;

    // Capitals and small letters of each alphabet, 26 each; null where no font has them.
    static readonly FontFace?[] Alphabets =
    [
        FontFace.KatexMainBold, FontFace.KatexMainBold,
        FontFace.KatexMathItalic, FontFace.KatexMathItalic,
        FontFace.KatexMainBoldItalic, FontFace.KatexMainBoldItalic,
        FontFace.KatexScript, null,
        null, null,
        FontFace.KatexFraktur, FontFace.KatexFraktur,
        FontFace.KatexAms, null,
        FontFace.KatexFrakturBold, FontFace.KatexFrakturBold,
        FontFace.KatexSansSerif, FontFace.KatexSansSerif,
        FontFace.KatexSansSerifBold, FontFace.KatexSansSerifBold,
        FontFace.KatexSansSerifItalic, FontFace.KatexSansSerifItalic,
        null, null,
        FontFace.KatexTypewriter, FontFace.KatexTypewriter,
    ];

    static readonly FontFace?[] Numerals =
        [FontFace.KatexMainBold, null, FontFace.KatexSansSerif, FontFace.KatexSansSerifBold, FontFace.KatexTypewriter];

    public static (string Plain, FontFace Face)? Find(string name)
    {
        if (name.Length != 2 || !char.IsSurrogatePair(name[0], name[1]))
        {
            return null;
        }

        var code = char.ConvertToUtf32(name[0], name[1]);
        return code switch
        {
            >= Letters and < Greek when Alphabets[(code - Letters) / 26] is { } face =>
                (((char)(((code - Letters) / 26 % 2 == 0 ? 'A' : 'a') + (code - Letters) % 26)).ToString(), face),
            >= Digits and <= 0x1D7FF when Numerals[(code - Digits) / 10] is { } face => (((char)('0' + (code - Digits) % 10)).ToString(), face),
            _ => null,
        };
    }
}
