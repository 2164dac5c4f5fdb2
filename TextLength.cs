namespace Repeater;

/// <summary>How long a text is for people: .NET counts UTF-16 units, and an emoji is two of them.</summary>
static class TextLength
{
    /// <summary>Unicode code points; half a surrogate pair counts as one.</summary>
    public static int CodePoints(string text)
    {
        var pairs = 0;
        for (var index = 1; index < text.Length; index++)
        {
            pairs += char.IsSurrogatePair(text[index - 1], text[index]) ? 1 : 0;
        }

        return text.Length - pairs;
    }
}
