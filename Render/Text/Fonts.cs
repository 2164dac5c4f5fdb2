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
        _ => throw new ArgumentOutOfRangeException(nameof(face), face, "This face has no font."),
    };
}
