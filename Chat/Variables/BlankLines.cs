using System.Buffers;
using System.Text;

namespace Repeater.Chat.Variables;

/// <summary>Expansion leaves holes; this closes them.</summary>
static class BlankLines
{
    static readonly SearchValues<char> LineBreaks = SearchValues.Create("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029");

    /// <summary>
    /// Of each run of lines that hold nothing but white space only the first stays, as it is. Lines end at every line break
    /// Unicode and ASCII know: CR, LF, CRLF, VT, FF, FS, GS, RS, NEL, LS, PS.
    /// </summary>
    public static string Squeeze(string text)
    {
        var kept = new StringBuilder(text.Length);
        var wasBlank = false;
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = LineEnd(text, start);
            var line = text.AsSpan(start..end);
            var isBlank = WhiteSpace.IsAll(line);
            if (!isBlank || !wasBlank)
            {
                kept.Append(line);
            }
            wasBlank = isBlank;
        }
        return kept.Length == text.Length ? text : kept.ToString();
    }

    /// <summary>Where the next line starts.</summary>
    static int LineEnd(string text, int start)
    {
        var at = text.AsSpan(start).IndexOfAny(LineBreaks);
        if (at < 0)
        {
            return text.Length;
        }
        at += start;
        return text.AsSpan(at).StartsWith("\r\n") ? at + 2 : at + 1;
    }
}
