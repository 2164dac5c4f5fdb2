namespace Repeater.Chat.Variables;

/// <summary>White space as Python's <c>str.isspace</c> knows it: that of .NET and U+001C to U+001F.</summary>
static class WhiteSpace
{
    public static bool Is(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    public static bool IsAll(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!Is(c))
            {
                return false;
            }
        }
        return true;
    }

    public static ReadOnlyMemory<char> Trim(ReadOnlyMemory<char> text)
    {
        var span = text.Span;
        var start = 0;
        while (start < span.Length && Is(span[start]))
        {
            start++;
        }
        var end = span.Length;
        while (end > start && Is(span[end - 1]))
        {
            end--;
        }
        return text[start..end];
    }
}
