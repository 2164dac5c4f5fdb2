namespace Repeater.Chat.Variables;

static class Scan
{
    /// <summary>How many characters at the start can be a name in a block: ASCII letters, digits and <c>_</c>.</summary>
    public static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_'))
        {
            length++;
        }
        return length;
    }

    /// <summary>How many back-slashes stand right before the position, none of them before <paramref name="from"/>.</summary>
    public static int BackSlashesBefore(ReadOnlySpan<char> text, int position, int from)
    {
        var start = position;
        while (start > from && text[start - 1] == '\\')
        {
            start--;
        }
        return position - start;
    }
}
