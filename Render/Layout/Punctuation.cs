namespace Repeater.Render.Layout;

/// <summary>Full-width marks whose ink fills only one half of their square (CLREQ 3.1.6).</summary>
static class Punctuation
{
    /// <summary>Ink in the right half.</summary>
    public static bool Opens(char c) => "（「『【《〈“‘〔〖［｛".Contains(c);

    /// <summary>Ink in the left half.</summary>
    public static bool Closes(char c) => "）」』】》〉”’〕〗］｝！？".Contains(c) || Hangs(c);

    /// <summary>Small enough to stand in the margin at the end of a line.</summary>
    public static bool Hangs(char c) => "。，、；：．".Contains(c);

    /// <summary>How much closer two full-width marks move, in font sizes: never more than the empty half between them.</summary>
    public static float Squeeze(char before, char after) =>
        (Closes(before) && (Closes(after) || Opens(after))) || (Opens(before) && Opens(after)) ? 0.5f : 0;
}
