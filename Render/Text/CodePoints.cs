using System.Buffers;
using System.Text;

namespace Repeater.Render.Text;

/// <summary>Properties of code points that decide how they are drawn.</summary>
static class CodePoints
{
    /// <summary>The first code point and its length in UTF-16 units; a lone surrogate is taken as it is.</summary>
    public static int First(ReadOnlySpan<char> text, out int length)
    {
        if (Rune.DecodeFromUtf16(text, out var rune, out length) == OperationStatus.Done)
        {
            return rune.Value;
        }

        length = 1;
        return text[0];
    }

    /// <summary>Leaves no ink and takes no room: joiners, selectors, marks of direction, line ends.</summary>
    /// <remarks>Default_Ignorable_Code_Point of DerivedCoreProperties.txt 15.0, with tab and line ends.</remarks>
    public static bool IsInvisible(int codePoint) => codePoint < 0x300
        ? codePoint is '\t' or '\n' or '\r' or 0x85 or 0xAD
        : codePoint is 0x034F or 0x061C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F)
            or (>= 0x200B and <= 0x200F) or (>= 0x2028 and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0x3164
            or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8)
            or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF);

    /// <summary>Of East Asian width: Han, kana, Hangul, their punctuation and full-width forms.</summary>
    public static bool IsWide(int codePoint) => codePoint is >= 0x1100
        and ((<= 0x115F) or (>= 0x2E80 and <= 0x4DBF) or (>= 0x4E00 and <= 0xA4CF) or (>= 0xA960 and <= 0xA97F)
            or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE10 and <= 0xFE19) or (>= 0xFE30 and <= 0xFE6F)
            or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x16FE0 and <= 0x1B2FF) or (>= 0x20000 and <= 0x3FFFD));
}
