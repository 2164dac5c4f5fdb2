using System.Text;
using Repeater.Render.Markdown;
using Repeater.Render.Text;

namespace Repeater.Render.Layout;

/// <summary>The space around atoms that follows from their neighbours: CLREQ's gaps and squeezed marks, padding of boxes.</summary>
sealed class Spacing(IReadOnlyList<Run> runs, string text, Sizes sizes)
{
    // In font sizes. A space that the author wrote between Han and Latin is drawn no wider than the gap would be by much.
    const float GapOfScripts = 1 / 6f;
    const float SpaceOfScripts = 1 / 4f;

    enum Edge
    {
        Other,
        Han,
        Latin,
    }

    public void Apply(List<Atom> atoms)
    {
        for (var i = 0; i < atoms.Count; i++)
        {
            var atom = atoms[i];
            var style = runs[atom.Run].Style;
            if (style.BoxNumber != 0)
            {
                var padding = PaddingOf(style.Box);
                var starts = i == 0 || runs[atoms[i - 1].Run].Style.BoxNumber != style.BoxNumber;
                var ends = i + 1 == atoms.Count || runs[atoms[i + 1].Run].Style.BoxNumber != style.BoxNumber;
                atom = atom with { PadBefore = starts ? padding : 0, PadAfter = ends ? padding : 0 };
            }
            else if (atom.Kind == AtomKind.Space && i > 0 && i + 1 < atoms.Count && ScriptsMeet(atoms[i - 1], atoms[i + 1]))
            {
                atom = atom with { Width = SpaceOfScripts * runs[atom.Run].Text.Size, IsAdjusted = true };
            }

            atoms[i] = i > 0 ? atom with { Lead = LeadOf(atoms[i - 1], atom) } : atom;
        }
    }

    float PaddingOf(InlineBox box) => box == InlineBox.Mark ? sizes.Of(2) : sizes.Of(5);

    float LeadOf(Atom before, Atom atom)
    {
        if (before.IsHalfEmpty && atom.IsHalfEmpty)
        {
            return -runs[atom.Run].Text.Size * Punctuation.Squeeze(text[before.Start], text[atom.Start]);
        }

        if (before.Run == atom.Run && before.Part is { } part)
        {
            return part.Space;
        }

        return ScriptsMeet(before, atom) ? GapOfScripts * runs[before.Run].Text.Size
            : FrameMeets(before, atom) ? sizes.Of(2)
            : 0;
    }

    // Neither a letter, a bracket nor another frame touches the frame of code or a key. Marks that have room of their own do.
    bool FrameMeets(Atom before, Atom atom)
    {
        var (left, right) = (runs[before.Run].Style, runs[atom.Run].Style);
        return left.BoxNumber != right.BoxNumber && left.Script == right.Script
            && (IsFramed(left.Box) || IsFramed(right.Box))
            && before.Kind is not (AtomKind.Space or AtomKind.Nothing) && before.Overhang == 0
            && atom.Kind is not (AtomKind.Space or AtomKind.Nothing) && atom.StartTrim == 0
            && !",.;:!?，。、；：！？".Contains(text[atom.Start]);
    }

    static bool IsFramed(InlineBox box) => box is InlineBox.Code or InlineBox.Key or InlineBox.Chip;

    // Han beside a Latin letter, a digit, a formula, or the box of code or a key; never inside one box, nor at raised text.
    bool ScriptsMeet(Atom before, Atom after)
    {
        var left = runs[before.Run].Style;
        var right = runs[after.Run].Style;
        if ((left.BoxNumber != 0 && left.BoxNumber == right.BoxNumber) || left.Script != right.Script)
        {
            return false;
        }

        Rune.DecodeLastFromUtf16(text.AsSpan(before.Start, before.Length), out var last, out _);
        Rune.DecodeFromUtf16(text.AsSpan(after.Start, after.Length), out var first, out _);
        return (EdgeOf(last, left.Box, before.Kind), EdgeOf(first, right.Box, after.Kind))
            is (Edge.Han, Edge.Latin) or (Edge.Latin, Edge.Han);
    }

    static Edge EdgeOf(Rune rune, InlineBox box, AtomKind kind)
    {
        if (IsFramed(box))
        {
            return Edge.Latin;
        }

        return kind == AtomKind.Formula ? Edge.Latin
            : kind != AtomKind.Text ? Edge.Other
            : CharacterClasses.IsHanOrKana(rune) ? Edge.Han
            : Rune.IsLetterOrDigit(rune) && !CharacterClasses.IsWide(rune) ? Edge.Latin
            : Edge.Other;
    }
}
