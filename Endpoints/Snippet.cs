namespace Repeater.Endpoints;

/// <summary>Short pieces of long texts, for lists.</summary>
static class Snippet
{
    const string Ellipsis = "…";

    /// <summary>The first characters, on one line.</summary>
    public static string Start(string text, int length) => Around(text, 0, 0, length);

    /// <summary>A place in a text with so many characters on each side, on one line. Pairs stay whole.</summary>
    public static string Around(string text, int index, int length, int margin)
    {
        var start = Whole(text, Math.Max(0, index - margin));
        var end = Whole(text, (int)Math.Min(text.Length, (long)index + length + margin));
        var piece = string.Create(end - start, (text, start), static (target, source) =>
        {
            source.text.AsSpan(source.start, target.Length).CopyTo(target);
            foreach (ref var letter in target)
            {
                letter = char.IsControl(letter) ? ' ' : letter;
            }
        });
        return $"{(start > 0 ? Ellipsis : "")}{piece}{(end < text.Length ? Ellipsis : "")}";
    }

    /// <summary>Not between the halves of a pair.</summary>
    static int Whole(string text, int index) =>
        index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) ? index - 1 : index;
}
