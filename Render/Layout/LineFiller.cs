using System.Text;
using Repeater.Render.Text;

namespace Repeater.Render.Layout;

/// <summary>The atoms of one line, from First up to End, and the width of what is visible of them.</summary>
readonly record struct Line(int First, int End, float Width);

/// <summary>Breaks a text into lines, each as full as it gets; the right edge is ragged.</summary>
static class LineFiller
{
    // Below this part of the line a good place to break an address is given up for the last possible one.
    const float LeastFilled = 0.6f;
    const float Tolerance = 0.01f;

    /// <param name="shaped">With no atom wider than the line, see <see cref="InlineShaper.FitTo"/>.</param>
    /// <param name="width">Of the line, in logical pixels.</param>
    public static List<Line> Fill(ShapedText shaped, float width)
    {
        var atoms = shaped.Atoms;
        var ends = new List<int>();
        for (var first = 0; first < atoms.Count;)
        {
            first = EndOf(atoms, first, width);
            ends.Add(first);
        }

        AvoidLoneCharacters(shaped, ends);
        var lines = new List<Line>(ends.Count);
        var start = 0;
        foreach (var end in ends)
        {
            lines.Add(new Line(start, end, VisibleWidth(atoms, start, end)));
            start = end;
        }

        return lines;
    }

    static int EndOf(IReadOnlyList<Atom> atoms, int first, float width)
    {
        float x = 0;
        var allowed = -1;
        var preferred = -1;
        for (var i = first; i < atoms.Count; i++)
        {
            var atom = atoms[i];
            if (i > first)
            {
                if (atom.Break == LineBreak.Mandatory)
                {
                    return i;
                }

                allowed = atom.Break == LineBreak.Allowed ? i : allowed;
                preferred = atom.GoodEmergencyBreak && x > width * LeastFilled ? i : preferred;
            }

            x += atom.Advance + (i == first ? -atom.StartTrim : atom.Lead);
            var hidden = atom.Kind is AtomKind.Space or AtomKind.Nothing;
            if (i > first && !hidden && x - atom.Overhang > width + Tolerance)
            {
                return allowed > first ? allowed : preferred > first ? preferred : i;
            }
        }

        return atoms.Count;
    }

    // CLREQ: the last line of a paragraph does not consist of a single character; nor of an emoji.
    static void AvoidLoneCharacters(ShapedText shaped, List<int> ends)
    {
        for (var line = 1; line < ends.Count; line++)
        {
            var (first, end) = (ends[line - 1], ends[line]);
            var wrapped = shaped.Atoms[first].Break != LineBreak.Mandatory;
            var isLast = end == shaped.Atoms.Count || shaped.Atoms[end].Break == LineBreak.Mandatory;
            if (!wrapped || !isLast || !IsLoneCharacter(shaped, first, end))
            {
                continue;
            }

            var start = line >= 2 ? ends[line - 2] : 0;
            for (var i = first - 1; i > start + 1; i--)
            {
                if (shaped.Atoms[i].Break == LineBreak.Allowed)
                {
                    ends[line - 1] = i;
                    break;
                }
            }
        }
    }

    static bool IsLoneCharacter(ShapedText shaped, int first, int end)
    {
        var letters = 0;
        for (var i = first; i < end; i++)
        {
            var atom = shaped.Atoms[i];
            Rune.DecodeFromUtf16(shaped.Text.AsSpan(atom.Start, atom.Length), out var rune, out _);
            if (CharacterClasses.IsHanOrKana(rune) || atom.Kind == AtomKind.Emoji)
            {
                letters++;
            }
            else if (!atom.IsHalfEmpty && atom.Kind != AtomKind.Nothing)
            {
                return false;
            }
        }

        return letters == 1;
    }

    static float VisibleWidth(IReadOnlyList<Atom> atoms, int first, int end)
    {
        float x = 0;
        float visible = 0;
        for (var i = first; i < end; i++)
        {
            x += atoms[i].Advance + (i == first ? -atoms[i].StartTrim : atoms[i].Lead);
            visible = atoms[i].Kind is AtomKind.Space or AtomKind.Nothing ? visible : x;
        }

        return visible;
    }
}
