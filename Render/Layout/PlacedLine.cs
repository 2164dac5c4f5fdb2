namespace Repeater.Render.Layout;

/// <summary>A line with its height, and its baseline from the top.</summary>
sealed record PlacedLine(ShapedText Text, Line Line, float Height, float Baseline)
{
    /// <summary>How much higher than usual the line is above its baseline for the sake of a formula.</summary>
    public float Rise { get; init; }

    public float Width => Line.Width;

    public int Characters
    {
        get
        {
            var count = 0;
            for (var i = Line.First; i < Line.End; i++)
            {
                var atom = Text.Atoms[i];
                foreach (var _ in Text.Text.AsSpan(atom.Start, atom.Length).EnumerateRunes())
                {
                    count++;
                }
            }

            return count;
        }
    }
}
