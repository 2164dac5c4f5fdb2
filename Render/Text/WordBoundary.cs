using System.Globalization;

namespace Repeater.Render.Text;

/// <summary>
/// Which clusters are measured together: letters and digits, the closing punctuation after them (no line breaks before
/// it, and it kerns with the letter), and dashes in a row (the Chinese dash is two that touch).
/// </summary>
struct WordBoundary
{
    bool _inWord;
    bool _inPunctuation;
    bool _inDash;

    /// <summary>Whether the cluster belongs to the piece before it. To be asked of every cluster in order.</summary>
    public bool Joins(ReadOnlySpan<char> cluster, FontFace face)
    {
        // Only these faces kern; of all others each cluster stands for itself.
        var isJoinable = face is FontFace.Sans or FontFace.SansBold or FontFace.Mono or FontFace.MonoBold or FontFace.MonoItalic;
        var isLetter = isJoinable && IsLetterOrDigit(cluster);
        var isPunctuation = isJoinable && cluster is "." or "," or ":" or ";" or "!" or "?" or "'" or "\u2019";
        var joins = (isLetter && _inWord && !_inPunctuation) || (isPunctuation && _inWord);
        _inWord = isLetter || joins;
        _inPunctuation = isPunctuation && joins && cluster is not ("'" or "\u2019");

        var isDash = cluster is "\u2014";
        joins |= isDash && _inDash;
        _inDash = isDash;
        return joins;
    }

    static bool IsLetterOrDigit(ReadOnlySpan<char> cluster)
    {
        var codePoint = CodePoints.First(cluster, out _);
        return codePoint < 0x80
            ? char.IsAsciiLetterOrDigit((char)codePoint) || codePoint == '_'
            : CharUnicodeInfo.GetUnicodeCategory(codePoint) <= UnicodeCategory.OtherNumber && !CodePoints.IsWide(codePoint);
    }
}
