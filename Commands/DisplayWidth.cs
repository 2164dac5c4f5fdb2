using System.Globalization;
using System.Text;

namespace Repeater.Commands;

/// <summary>Columns that text takes in a terminal: Chinese and emoji two, combining marks none.</summary>
static class DisplayWidth
{
    const int ZeroWidthJoiner = 0x200D;
    const int EmojiStyle = 0xFE0F;

    /// <summary>East Asian Width W and F of UAX #11, in ranges as coarse as terminals draw them.</summary>
    static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x25FD, 0x25FE), (0x2614, 0x2615), (0x2648, 0x2653),
        (0x26CE, 0x26CE), (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C), (0x2753, 0x2757), (0x2B1B, 0x2B1C),
        (0x2B50, 0x2B50), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE10, 0xFE19),
        (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18CFF), (0x1AFF0, 0x1B2FF), (0x1F004, 0x1F004),
        (0x1F0CF, 0x1F0CF), (0x1F18E, 0x1F19A), (0x1F200, 0x1F320), (0x1F32D, 0x1F64F), (0x1F680, 0x1F6FC), (0x1F7E0, 0x1F7F0),
        (0x1F90C, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    public static int Of(string text)
    {
        var width = 0;
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            width += OfElement(text.AsSpan(at, length));
            at += length;
        }

        return width;
    }

    /// <summary>At least one blank follows, so that columns never touch.</summary>
    public static string Pad(string text, int width) => text + new string(' ', Math.Max(1, width - Of(text)));

    /// <summary>Of one character as a reader takes it, in terminals that show its parts side by side.</summary>
    public static int Most(string element)
    {
        var width = 0;
        foreach (var rune in element.EnumerateRunes())
        {
            width += rune.Value == EmojiStyle ? 1 : Of(rune);
        }

        return width;
    }

    /// <summary>As much of the beginning as fits.</summary>
    public static string Cut(string text, int width)
    {
        var used = 0;
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            used += OfElement(text.AsSpan(at, length));
            if (used > width)
            {
                return text[..at];
            }

            at += length;
        }

        return text;
    }

    /// <summary>What is joined to one picture, or coloured as one, is as wide as one.</summary>
    static int OfElement(ReadOnlySpan<char> element)
    {
        var width = 0;
        foreach (var rune in element.EnumerateRunes())
        {
            if (rune.Value is ZeroWidthJoiner or EmojiStyle or (>= 0x1F3FB and <= 0x1F3FF) && width > 0)
            {
                return 2;
            }

            width += Of(rune);
        }

        return width;
    }

    static int Of(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1,
    };
}
