using System.Globalization;
using System.Text;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Layout;

/// <summary>Widths that can be computed by hand: Han 1 em, emoji 1.245, code 0.6, spaces 0.25, everything else 0.5.</summary>
sealed class FakeMeasurer : ITextMeasurer
{
    public IReadOnlyList<TextPiece> Measure(string text, TextStyle style) => Split(text, style, joinWords: true);

    public IReadOnlyList<TextPiece> MeasureClusters(string text, TextStyle style) => Split(text, style, joinWords: false);

    public LineMetrics Metrics(TextStyle style) => new(style.Size, style.Size / 4);

    static List<TextPiece> Split(string text, TextStyle style, bool joinWords)
    {
        var pieces = new List<TextPiece>();
        for (int at = 0, length; at < text.Length; at += length)
        {
            length = StringInfo.GetNextTextElementLength(text, at);
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out _);
            var (face, width) = Of(rune, length, style);
            var isWord = joinWords && Rune.IsLetterOrDigit(rune) && face != FontFace.Han;
            if (isWord && pieces is [.., var word] && word.Face == face && char.IsLetterOrDigit(text[at - 1]))
            {
                pieces[^1] = word with { Length = word.Length + length, Width = word.Width + (width * style.Size) };
            }
            else
            {
                pieces.Add(new TextPiece(at, length, face, width * style.Size));
            }
        }

        return pieces;
    }

    static (FontFace Face, float Width) Of(Rune rune, int length, TextStyle style) => rune.Value switch
    {
        >= 0x1F000 and < 0x20000 => (FontFace.Emoji, 1.245f),
        0x2014 or 0x2026 or 0x201C or 0x201D => (style.Bold ? FontFace.HanBold : FontFace.Han, 1),
        _ when CharacterClasses.IsWide(rune) => (style.Bold ? FontFace.HanBold : FontFace.Han, 1),
        _ when CodePoints.IsInvisible(rune.Value) && length == 1 => (FontFace.Sans, 0),
        _ when style.Mono => (FontFace.Mono, 0.6f),
        ' ' => (style.Bold ? FontFace.SansBold : FontFace.Sans, 0.25f),
        _ => (style.Bold ? FontFace.SansBold : FontFace.Sans, 0.5f),
    };
}
