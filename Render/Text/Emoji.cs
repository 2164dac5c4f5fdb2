using System.Buffers;
using System.Text;

namespace Repeater.Render.Text;

/// <summary>Whether a grapheme cluster is a picture (UTS #51). Signs that are text by default stay text without U+FE0F.</summary>
static class Emoji
{
    const int TextSelector = 0xFE0E;
    const int PictureSelector = 0xFE0F;
    const int Joiner = 0x200D;
    const int Keycap = 0x20E3;

    public static bool IsEmoji(ReadOnlySpan<char> cluster)
    {
        if (Rune.DecodeFromUtf16(cluster, out var rune, out var length) != OperationStatus.Done)
        {
            return false;
        }

        var first = rune.Value;
        var rest = cluster[length..];
        if (rest.IsEmpty)
        {
            return IsPicture(first);
        }

        if (IsKeycapBase(first))
        {
            return rest.Contains((char)Keycap);
        }

        if (IsRegionalIndicator(first))
        {
            return Rune.DecodeFromUtf16(rest, out var second, out _) == OperationStatus.Done
                && IsRegionalIndicator(second.Value);
        }

        if (rest.Contains((char)TextSelector) || !EmojiProperties.IsPictographic(first))
        {
            // A skin tone on its own is a picture and not pictographic.
            return IsPicture(first) && !rest.Contains((char)TextSelector);
        }

        return IsPicture(first)
            || rest.Contains((char)PictureSelector) || rest.Contains((char)Joiner) || HasSkinTone(rest);
    }

    /// <summary>Shown as a picture by itself: by its property, or as one younger than our table that the font has.</summary>
    static bool IsPicture(int codePoint) =>
        EmojiProperties.HasEmojiPresentation(codePoint)
        || (EmojiProperties.IsPictographic(codePoint)
            && !EmojiProperties.IsEmoji(codePoint)
            && Fonts.Of(FontFace.Emoji).Has(codePoint));

    static bool HasSkinTone(ReadOnlySpan<char> rest) =>
        Rune.DecodeFromUtf16(rest, out var rune, out _) == OperationStatus.Done
        && rune.Value is >= 0x1F3FB and <= 0x1F3FF;

    static bool IsKeycapBase(int codePoint) => codePoint is (>= '0' and <= '9') or '#' or '*';

    static bool IsRegionalIndicator(int codePoint) => codePoint is >= 0x1F1E6 and <= 0x1F1FF;
}
