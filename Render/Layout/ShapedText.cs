using Repeater.Render.Drawing;
using Repeater.Render.Formulas;
using Repeater.Render.Markdown;
using Repeater.Render.Text;

namespace Repeater.Render.Layout;

/// <summary>How the text of a block looks before inline styles change it.</summary>
readonly record struct BaseStyle(float Size, bool Bold, uint Color);

/// <summary>A stretch of one style. Raise is the distance of its baseline above that of the line.</summary>
sealed record Run(InlineStyle Style, TextStyle Text, uint Color, float Raise)
{
    public Bitmap? Picture { get; init; }

    public SetFormula? Formula { get; init; }
}

enum AtomKind : byte
{
    Text,
    Space,
    Emoji,
    Picture,

    /// <summary>Chinese dashes: full squares, drawn as a line, since fonts have them too short, too low, and with gaps in a row.</summary>
    Dash,

    /// <summary>A part of a formula.</summary>
    Formula,

    /// <summary>A line end or an invisible character: no width, nothing drawn.</summary>
    Nothing,
}

/// <summary>The smallest part that is placed as a whole: a word, a Han character, a space, an emoji, a picture.</summary>
readonly record struct Atom
{
    public required int Start { get; init; }

    public required int Length { get; init; }

    /// <summary>Index into <see cref="ShapedText.Runs"/>.</summary>
    public required int Run { get; init; }

    public AtomKind Kind { get; init; }

    public FontFace Face { get; init; }

    public LineBreak Break { get; init; }

    public float Width { get; init; }

    /// <summary>Of a formula.</summary>
    public FormulaPart? Part { get; init; }

    /// <summary>The width is not the font's own: what follows cannot be drawn in one go with it.</summary>
    public bool IsAdjusted { get; init; }

    /// <summary>
    /// Before the atom, unless it begins a line: the gap between Han and Latin, or less than 0 where two marks close up.
    /// </summary>
    public float Lead { get; init; }

    /// <summary>Inside a box, before its first and after its last atom.</summary>
    public float PadBefore { get; init; }

    public float PadAfter { get; init; }

    /// <summary>The empty left half of an opening bracket, cut off where it begins a line.</summary>
    public float StartTrim { get; init; }

    /// <summary>How far the atom may stick out at the end of a line: punctuation hangs.</summary>
    public float Overhang { get; init; }

    /// <summary>Where an address breaks before any other place when it must.</summary>
    public bool GoodEmergencyBreak { get; init; }

    /// <summary>A full-width mark with ink in one half only.</summary>
    public bool IsHalfEmpty => Overhang + StartTrim > 0;

    public float Advance => PadBefore + Width + PadAfter;
}

/// <summary>The text of one leaf block, measured but not yet in lines.</summary>
sealed record ShapedText(string Text, IReadOnlyList<Atom> Atoms, IReadOnlyList<Run> Runs, BaseStyle Base)
{
    /// <summary>Width of the longest line when nothing wraps, and of the widest part that cannot wrap.</summary>
    public (float Max, float Min) Widths()
    {
        float max = 0, line = 0, min = 0, part = 0;
        var atStart = true;
        foreach (var atom in Atoms)
        {
            if (atom.Break == LineBreak.Mandatory)
            {
                (line, part, atStart) = (0, 0, true);
            }
            else if (atom.Break == LineBreak.Allowed)
            {
                part = 0;
            }

            line += atom.Advance + (atStart ? -atom.StartTrim : atom.Lead);
            part += atom.Advance + (part > 0 && atom.Kind == AtomKind.Formula ? atom.Lead : 0);
            if (atom.Kind is not (AtomKind.Space or AtomKind.Nothing))
            {
                max = MathF.Max(max, line);
                min = MathF.Max(min, part);
            }

            atStart = false;
        }

        return (max, min);
    }
}
