namespace Repeater.Render.Text;

/// <summary>The fonts inside the executable, each read on first need.</summary>
static class Fonts
{
    /// <summary>Every emoji is this wide, in em, and drawn as one glyph.</summary>
    public const float EmojiAdvance = 1.245f;

    static readonly Lazy<TrueTypeFont>[] Loaded =
        [.. Enum.GetValues<FontFace>().Select(face => new Lazy<TrueTypeFont>(() => new(Open(face))))];

    public static TrueTypeFont Of(FontFace face) => Loaded[(int)face].Value;

    public static EmbeddedResource Open(FontFace face) => EmbeddedResource.Open($"fonts/{FileName(face)}");

    static string FileName(FontFace face) => face switch
    {
        FontFace.Sans => "NotoSans-Regular.ttf",
        FontFace.SansBold => "NotoSans-Bold.ttf",
        FontFace.Han => "NotoSansSC-Regular.ttf",
        FontFace.HanBold => "NotoSansSC-Bold.ttf",
        FontFace.Mono => "JetBrainsMono-Regular.ttf",
        FontFace.MonoBold => "JetBrainsMono-Bold.ttf",
        FontFace.MonoItalic => "JetBrainsMono-Italic.ttf",
        FontFace.Math => "NotoSansMath-Regular.ttf",
        FontFace.Symbols => "NotoSansSymbols2-Regular.ttf",
        FontFace.Hangul => "NotoSansKR-Hangul.ttf",
        FontFace.Emoji => "NotoColorEmoji-Regular.ttf",
        FontFace.KatexMain => "KaTeX_Main-Regular.ttf",
        FontFace.KatexMainBold => "KaTeX_Main-Bold.ttf",
        FontFace.KatexMainItalic => "KaTeX_Main-Italic.ttf",
        FontFace.KatexMainBoldItalic => "KaTeX_Main-BoldItalic.ttf",
        FontFace.KatexMathItalic => "KaTeX_Math-Italic.ttf",
        FontFace.KatexMathBoldItalic => "KaTeX_Math-BoldItalic.ttf",
        FontFace.KatexAms => "KaTeX_AMS-Regular.ttf",
        FontFace.KatexCaligraphic => "KaTeX_Caligraphic-Regular.ttf",
        FontFace.KatexCaligraphicBold => "KaTeX_Caligraphic-Bold.ttf",
        FontFace.KatexFraktur => "KaTeX_Fraktur-Regular.ttf",
        FontFace.KatexFrakturBold => "KaTeX_Fraktur-Bold.ttf",
        FontFace.KatexSansSerif => "KaTeX_SansSerif-Regular.ttf",
        FontFace.KatexSansSerifBold => "KaTeX_SansSerif-Bold.ttf",
        FontFace.KatexSansSerifItalic => "KaTeX_SansSerif-Italic.ttf",
        FontFace.KatexScript => "KaTeX_Script-Regular.ttf",
        FontFace.KatexTypewriter => "KaTeX_Typewriter-Regular.ttf",
        FontFace.KatexSize1 => "KaTeX_Size1-Regular.ttf",
        FontFace.KatexSize2 => "KaTeX_Size2-Regular.ttf",
        FontFace.KatexSize3 => "KaTeX_Size3-Regular.ttf",
        FontFace.KatexSize4 => "KaTeX_Size4-Regular.ttf",
        _ => throw new ArgumentOutOfRangeException(nameof(face), face, "This face has no font."),
    };
}
