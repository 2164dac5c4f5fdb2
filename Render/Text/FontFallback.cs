namespace Repeater.Render.Text;

/// <summary>Chooses the face of a grapheme cluster: the first in the style's order that has all of its code points.</summary>
static class FontFallback
{
    static readonly FontFace[] Signs = [FontFace.Math, FontFace.Symbols, FontFace.Hangul];
    static readonly FontFace[] Sans = [FontFace.Sans, FontFace.Han, .. Signs];
    static readonly FontFace[] SansBold = [FontFace.SansBold, FontFace.HanBold, .. Signs];
    static readonly FontFace[] Mono = [FontFace.Mono, FontFace.Han, FontFace.Sans, .. Signs];
    static readonly FontFace[] MonoBold = [FontFace.MonoBold, FontFace.HanBold, FontFace.SansBold, .. Signs];
    static readonly FontFace[] MonoItalic = [FontFace.MonoItalic, FontFace.Han, FontFace.Sans, .. Signs];

    /// <summary>The context matters only for signs that are full width among Han and narrow among Latin.</summary>
    public static FontFace Choose(ReadOnlySpan<char> cluster, TextStyle style, bool latinContext)
    {
        if (cluster.Length == 1 && char.IsAsciiLetterOrDigit(cluster[0]))
        {
            return Order(style)[0];
        }

        if (Emoji.IsEmoji(cluster))
        {
            return FontFace.Emoji;
        }

        if (!style.Mono && AmbiguousWidth.Contains(cluster))
        {
            return AmbiguousFace(cluster, style, latinContext);
        }

        return Find(cluster, Order(style));
    }

    public static FontFace StyleFace(TextStyle style) => Order(style)[0];

    static FontFace[] Order(TextStyle style) => style switch
    {
        { Mono: true, Bold: true } => MonoBold,
        { Mono: true, Italic: true } => MonoItalic,
        { Mono: true } => Mono,
        { Bold: true } => SansBold,
        _ => Sans,
    };

    static FontFace AmbiguousFace(ReadOnlySpan<char> cluster, TextStyle style, bool latinContext)
    {
        var (latin, han) = style.Bold ? (FontFace.SansBold, FontFace.HanBold) : (FontFace.Sans, FontFace.Han);
        return Find(cluster, latinContext ? [latin, FontFace.Math, han, .. Signs] : [han, latin, .. Signs]);
    }

    /// <summary>Else the first face that has the base alone (the marks on it are lost), else a picture, else nothing.</summary>
    static FontFace Find(ReadOnlySpan<char> cluster, ReadOnlySpan<FontFace> order)
    {
        var first = CodePoints.First(cluster, out _);
        foreach (var face in order)
        {
            if (HasAll(face, cluster))
            {
                return face;
            }
        }

        foreach (var face in order)
        {
            if (Has(face, first))
            {
                return face;
            }
        }

        var isPicture = EmojiProperties.IsPictographic(first) && Fonts.Of(FontFace.Emoji).Has(first);
        return isPicture ? FontFace.Emoji : FontFace.Missing;
    }

    static bool HasAll(FontFace face, ReadOnlySpan<char> cluster)
    {
        while (!cluster.IsEmpty)
        {
            var codePoint = CodePoints.First(cluster, out var length);
            if (!CodePoints.IsInvisible(codePoint) && !Has(face, codePoint))
            {
                return false;
            }

            cluster = cluster[length..];
        }

        return true;
    }

    // Arabic needs joining and right-to-left order; the mathematical font's lone letters would read backwards.
    static bool Has(FontFace face, int codePoint) =>
        Fonts.Of(face).Has(codePoint) && !(face == FontFace.Math && codePoint is >= 0x600 and <= 0x6FF);
}
