namespace Repeater.Render;

/// <summary>A formula that is shown as its source, and why.</summary>
/// <param name="Formula">LaTeX on one line; a long one only its first characters.</param>
/// <param name="Reason">One sentence.</param>
sealed record FormulaProblem(string Formula, string Reason);
