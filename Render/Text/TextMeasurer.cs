using System.Globalization;
using Repeater.Render.Drawing.Skia;

namespace Repeater.Render.Text;

/// <summary>Measures text with the fonts of the executable. Any thread may use it.</summary>
sealed class TextMeasurer : ITextMeasurer
{
    // No word is longer; what is, is cut into pieces so that no piece takes long to shape.
    const int MaxWordLength = 256;

    readonly TextShaper _shaper = new();
    readonly WidthCache[] _shaped = [.. Enum.GetValues<FontFace>().Select(_ => new WidthCache())];

    TextMeasurer()
    {
    }

    public static TextMeasurer Shared { get; } = new();

    public IReadOnlyList<TextPiece> Measure(string text, TextStyle style) => Split(text, style, joinWords: true);

    public IReadOnlyList<TextPiece> MeasureClusters(string text, TextStyle style) => Split(text, style, joinWords: false);

    public LineMetrics Metrics(TextStyle style)
    {
        // Those of Noto Sans centre Han as well: the middle of its em box is the middle of theirs.
        var metrics = Fonts.Of(FontFallback.StyleFace(style)).Metrics;
        return new(metrics.Ascent * style.Size, metrics.Descent * style.Size);
    }

    List<TextPiece> Split(string text, TextStyle style, bool joinWords)
    {
        var pieces = new List<TextPiece>(text.Length / 2 + 1);
        var ambiguous = new AmbiguousWidth(text);
        var words = new WordBoundary();
        for (var start = 0; start < text.Length;)
        {
            var cluster = text.AsSpan(start, ClusterLength(text, start));
            var isAmbiguous = AmbiguousWidth.Contains(cluster);
            var face = FontFallback.Choose(cluster, style, isAmbiguous && ambiguous.IsLatin(start));
            if (!isAmbiguous)
            {
                ambiguous.Pass(cluster);
            }

            var joins = words.Joins(cluster, face) && joinWords;
            if (joins && pieces is [.., var word] && word.Face == face && word.Length + cluster.Length <= MaxWordLength)
            {
                pieces[^1] = word with { Length = word.Length + cluster.Length };
            }
            else
            {
                pieces.Add(new(start, cluster.Length, face, 0));
            }

            start += cluster.Length;
        }

        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            var width = WidthInEm(text.AsSpan(piece.Start, piece.Length), piece.Face, style) * style.Size;
            pieces[i] = piece with { Width = width };
        }

        return pieces;
    }

    static int ClusterLength(string text, int start)
    {
        // Below U+0300 nothing combines but the two characters of a line end.
        if (text[start] < 0x300 && text[start] != '\r' && (start + 1 == text.Length || text[start + 1] < 0x300))
        {
            return 1;
        }

        return StringInfo.GetNextTextElementLength(text, start);
    }

    float WidthInEm(ReadOnlySpan<char> text, FontFace face, TextStyle style)
    {
        var isSingle = CodePoints.First(text, out var length) is var first && length == text.Length;
        return face switch
        {
            FontFace.Missing => MissingGlyph.AdvanceOf(text),
            FontFace.Emoji when isSingle => Fonts.EmojiAdvance,
            FontFace.Mono or FontFace.MonoBold or FontFace.MonoItalic => AdvanceSum(text, face),
            _ when isSingle => CodePoints.IsInvisible(first) ? 0 : Fonts.Of(face).AdvanceOf(Fonts.Of(face).GlyphOf(first)),

            // Drawn from outlines, glyph by glyph: no kerning.
            _ when style.Italic && face != FontFace.Emoji => AdvanceSum(text, face),
            _ => _shaped[(int)face].GetOrMeasure(text, word => _shaper.Measure(word, Typefaces.Of(face))),
        };
    }

    static float AdvanceSum(ReadOnlySpan<char> text, FontFace face)
    {
        var font = Fonts.Of(face);
        var sum = 0f;
        while (!text.IsEmpty)
        {
            var codePoint = CodePoints.First(text, out var length);
            sum += CodePoints.IsInvisible(codePoint) ? 0 : font.AdvanceOf(font.GlyphOf(codePoint));
            text = text[length..];
        }

        return sum;
    }
}
