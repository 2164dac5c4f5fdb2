using Repeater.Render.Drawing;

namespace Repeater.Render.Formulas;

/// <summary>Where a line may end after a part of a formula, the better the larger.</summary>
enum FormulaBreak
{
    None,

    /// <summary>After a comma, or inside of brackets: better than too wide a line.</summary>
    AfterPunctuation,
    AfterOperator,
    AfterRelation,

    /// <summary>At a wide space, as in <c>a=b,\quad c=d</c>.</summary>
    BetweenFormulas,

    /// <summary><c>\\</c> or <c>\newline</c> outside of any environment.</summary>
    Forced,
}

/// <summary>
/// A typeset formula: parts to be placed one after another on a common baseline, and its <c>\tag</c>. Lengths are logical pixels.
/// </summary>
sealed record Formula(IReadOnlyList<FormulaPart> Parts, Formula? Tag)
{
    /// <summary>On one line.</summary>
    public float Width => Parts.Sum(part => part.Width + part.Space) - (Parts.Count > 0 ? Parts[^1].Space : 0);

    /// <summary>Above the baseline.</summary>
    public float Ascent => Parts.Select(part => part.Ascent).DefaultIfEmpty().Max();

    /// <summary>Below the baseline.</summary>
    public float Descent => Parts.Select(part => part.Descent).DefaultIfEmpty().Max();

    /// <summary>All parts on one line, without the tag.</summary>
    public void Place(float x, float baseline, List<DrawCommand> commands)
    {
        foreach (var part in Parts)
        {
            part.Place(x, baseline, commands);
            x += part.Width + part.Space;
        }
    }
}

/// <summary>What no line break divides. The space follows it unless a line ends there.</summary>
/// <param name="Width">Without the space.</param>
/// <param name="Ascent">Above the baseline.</param>
/// <param name="Descent">Below the baseline.</param>
/// <param name="Space">Between this part and the next.</param>
/// <param name="Break">Whether a line may end after this part.</param>
/// <param name="Commands">Relative to the start of the part on the baseline.</param>
sealed record FormulaPart(
    float Width, float Ascent, float Descent, float Space, FormulaBreak Break, IReadOnlyList<DrawCommand> Commands)
{
    public void Place(float x, float baseline, List<DrawCommand> commands)
    {
        foreach (var command in Commands)
        {
            commands.Add(command.MovedBy(x, baseline));
        }
    }
}
