using System.Text;
using Repeater.Render.Text;

namespace Repeater.Render.Layout;

/// <summary>One character on the grid of a code block: so many cells wide, its text part of the whole code.</summary>
readonly record struct CodeCell(int Start, int Length, FontFace Face, float Width, int Cells);

/// <summary>A line of code, or the part of one that fits. Indent counts cells; a continuation is marked.</summary>
readonly record struct CodeRow(IReadOnlyList<CodeCell> Cells, int Indent, bool IsContinuation);

/// <summary>Lays code on a grid as a terminal does: Han and emoji take two cells, so that drawn tables line up.</summary>
sealed class CodeGrid(ITextMeasurer measurer, TextStyle style)
{
    const int TabWidth = 4;

    // A row is broken at a space or sign if one lies in its last quarter.
    const float BreakZone = 0.75f;

    /// <summary>Width of a cell in logical pixels.</summary>
    public float CellWidth { get; } = measurer.MeasureClusters("0", style)[0].Width;

    /// <summary>The cells of one line, which holds no line end; a tab is as many spaces as lead to the next stop.</summary>
    public List<CodeCell> Measure(string line, int start)
    {
        var cells = new List<CodeCell>(line.Length);
        var column = 0;
        foreach (var piece in measurer.MeasureClusters(line, style))
        {
            var cluster = line.AsSpan(piece.Start, piece.Length);
            Rune.DecodeFromUtf16(cluster, out var first, out _);
            var width = cluster is "\t" ? TabWidth - (column % TabWidth)
                : CodePoints.IsInvisible(first.Value) ? 0
                : piece.Face == FontFace.Emoji || CharacterClasses.IsWide(first) ? 2
                : piece.Face == FontFace.Missing ? Math.Max(1, (int)MathF.Ceiling(piece.Width / CellWidth))
                : 1;
            cells.Add(new CodeCell(start + piece.Start, piece.Length, piece.Face, piece.Width, width));
            column += width;
        }

        return cells;
    }

    /// <summary>Cuts a line into rows of at most so many cells; what continues is indented two cells more than the line.</summary>
    public static IEnumerable<CodeRow> Wrap(List<CodeCell> line, string code, int columns)
    {
        var own = 0;
        while (own < line.Count && code[line[own].Start] is ' ' or '\t')
        {
            own++;
        }

        var indent = Math.Min(line.Take(own).Sum(c => c.Cells) + 2, columns / 2);
        for (var first = 0; first < line.Count || first == 0;)
        {
            var room = columns - (first == 0 ? 0 : indent);
            var end = EndOf(line, code, first, room);
            yield return new CodeRow(line.GetRange(first, end - first), first == 0 ? 0 : indent, first > 0);
            first = end;
            if (first == 0)
            {
                yield break;
            }
        }
    }

    static int EndOf(List<CodeCell> line, string code, int first, int room)
    {
        var used = 0;
        var good = -1;
        for (var i = first; i < line.Count; i++)
        {
            used += line[i].Cells;
            if (used > room && i > first)
            {
                return good > first ? good : i;
            }

            if (used >= room * BreakZone && IsGoodEnd(code[line[i].Start]))
            {
                good = i + 1;
            }
        }

        return line.Count;
    }

    static bool IsGoodEnd(char c) => c is ' ' or '\t' || char.IsPunctuation(c) || char.IsSymbol(c);
}
