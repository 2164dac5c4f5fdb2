namespace Repeater.Render.Drawing;

enum OutlineVerb
{
    Move,
    Line,
    Quadratic,
    Cubic,
    Close,
}

/// <summary>One step of an outline. Curves end in End and lean to their controls; a quadratic one has the first only.</summary>
readonly record struct OutlineStep(OutlineVerb Verb, Point End, Point Control1 = default, Point Control2 = default);

/// <summary>Closed contours, filled by the non-zero winding rule; y grows downwards.</summary>
sealed record Outline(IReadOnlyList<OutlineStep> Steps)
{
    public static Outline OfRect(float left, float top, float right, float bottom) => new(
    [
        new(OutlineVerb.Move, new(left, top)),
        new(OutlineVerb.Line, new(right, top)),
        new(OutlineVerb.Line, new(right, bottom)),
        new(OutlineVerb.Line, new(left, bottom)),
        new(OutlineVerb.Close, new(left, top)),
    ]);

    public Outline Map(Func<Point, Point> place) =>
        new([.. Steps.Select(step => new OutlineStep(step.Verb, place(step.End), place(step.Control1), place(step.Control2)))]);

    public (float Top, float Bottom) Rows() => Steps.Count == 0 ? (0, 0) : (Steps.Min(step => step.End.Y), Steps.Max(step => step.End.Y));
}
