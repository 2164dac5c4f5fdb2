using System.Buffers;
using System.Text;

namespace Repeater.Llm;

/// <summary>Takes keys out of what providers say: they like to quote the one they refuse.</summary>
static class KeyRedactor
{
    const string Mark = "[key]";

    // Shorter ones are words of everyday sentences rather than secrets.
    const int ShortestKey = 6;

    static readonly string[] Beginnings = ["sk-", "Bearer "];

    static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.*~+/=");

    /// <param name="text">Any text.</param>
    /// <param name="key">The key that was used; empty when none was.</param>
    public static string Redact(string text, string key)
    {
        if (key.Length >= ShortestKey)
        {
            text = text.Replace(key, Mark, StringComparison.Ordinal);
        }
        foreach (var beginning in Beginnings)
        {
            text = RedactAfter(text, beginning);
        }
        return text;
    }

    /// <summary>Other people's keys, and shortened ones such as <c>sk-ab****yz</c>, by how they begin.</summary>
    static string RedactAfter(string text, string beginning)
    {
        if (!text.Contains(beginning, StringComparison.Ordinal))
        {
            return text;
        }
        var result = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf(beginning, StringComparison.Ordinal) is >= 0 and var start)
        {
            var after = rest[(start + beginning.Length)..];
            var length = after.IndexOfAnyExcept(KeyCharacters) is >= 0 and var end ? end : after.Length;
            result.Append(rest[..start]);
            if (length < ShortestKey)
            {
                result.Append(beginning).Append(after[..length]);
            }
            else
            {
                result.Append(Mark);
            }
            rest = after[length..];
        }
        return result.Append(rest).ToString();
    }
}
