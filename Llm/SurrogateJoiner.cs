namespace Repeater.Llm;

/// <summary>
/// Joins characters that a provider cut in two: a high surrogate at the end of a piece waits for the next piece. A half that stays alone
/// becomes U+FFFD.
/// </summary>
sealed class SurrogateJoiner
{
    const char Replacement = '\uFFFD';

    char? _half;

    public string Push(string text)
    {
        if (text.Length == 0 || (_half is null && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')))
        {
            return text;
        }
        text = _half + text;
        _half = null;
        if (char.IsHighSurrogate(text[^1]))
        {
            _half = text[^1];
            text = text[..^1];
        }
        return Mend(text);
    }

    /// <summary>What is left when no more text comes.</summary>
    public string Finish()
    {
        var rest = _half is null ? "" : $"{Replacement}";
        _half = null;
        return rest;
    }

    /// <summary>The text with U+FFFD for every half.</summary>
    public static string Mend(string text) => string.Create(text.Length, text, static (chars, text) =>
    {
        text.CopyTo(chars);
        for (var i = 0; i < chars.Length; i++)
        {
            if (i + 1 < chars.Length && char.IsSurrogatePair(chars[i], chars[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(chars[i]))
            {
                chars[i] = Replacement;
            }
        }
    });
}
