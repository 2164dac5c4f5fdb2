using Repeater.Render.Formulas;

namespace Repeater.Render.Layout;

/// <summary>A line of a formula: its parts from First up to End. Further lines of a broken formula are indented.</summary>
readonly record struct FormulaLine(int First, int End, bool IsIndented);

/// <summary>A formula in lines one below the other.</summary>
sealed record FormulaLines(IReadOnlyList<FormulaLine> Lines, Formula Formula, float Indent)
{
    public float Width => Lines.Max(line => (line.IsIndented ? Indent : 0) + WidthOf(line));

    /// <summary>Without space between the lines.</summary>
    public float Height => Lines.Sum(line => AscentOf(line) + DescentOf(line));

    /// <summary>A line for each that the formula itself asks for.</summary>
    public static FormulaLines Unbroken(Formula formula)
    {
        var lines = new List<FormulaLine>();
        var first = 0;
        for (var end = 1; end <= formula.Parts.Count; end++)
        {
            if (end == formula.Parts.Count || formula.Parts[end - 1].Break == FormulaBreak.Forced)
            {
                lines.Add(new FormulaLine(first, end, false));
                first = end;
            }
        }

        return new FormulaLines(lines, formula, 0);
    }

    /// <summary>Lines of that width as far as there are places to break: after relations, else after operators.</summary>
    public FormulaLines Broken(float width, float indent)
    {
        var lines = new List<FormulaLine>();
        foreach (var line in Lines)
        {
            var isFirst = true;
            for (int first = line.First, end; first < line.End; first = end)
            {
                end = EndOf(first, line.End, isFirst ? width : width - indent);
                lines.Add(new FormulaLine(first, end, !isFirst));
                isFirst = false;
            }
        }

        return new FormulaLines(lines, Formula, indent);
    }

    public float WidthOf(FormulaLine line)
    {
        var width = 0f;
        for (var i = line.First; i < line.End; i++)
        {
            width += Formula.Parts[i].Width + (i + 1 < line.End ? Formula.Parts[i].Space : 0);
        }

        return width;
    }

    public float AscentOf(FormulaLine line) => Most(line, part => part.Ascent);

    public float DescentOf(FormulaLine line) => Most(line, part => part.Descent);

    float Most(FormulaLine line, Func<FormulaPart, float> measure)
    {
        var most = float.NegativeInfinity;
        for (var i = line.First; i < line.End; i++)
        {
            most = MathF.Max(most, measure(Formula.Parts[i]));
        }

        return most;
    }

    // The best place that fits; where none does, the first at all.
    int EndOf(int first, int last, float width)
    {
        var x = 0f;
        var best = 0;
        var bestScore = float.NegativeInfinity;
        for (var i = first; i < last; i++)
        {
            var part = Formula.Parts[i];
            x += part.Width;
            if (x > width && best > 0)
            {
                return best;
            }

            if (part.Break != FormulaBreak.None && i + 1 < last && Score(part, x / width) is var score && score >= bestScore)
            {
                (best, bestScore) = (i + 1, score);
            }

            x += part.Space;
        }

        return x > width && best > 0 ? best : last;
    }

    // A full line counts for something, the place more: between two formulas, after a relation, after an operator.
    static float Score(FormulaPart part, float filled) => filled + part switch
    {
        { Break: FormulaBreak.BetweenFormulas } => 0.4f,
        { Break: FormulaBreak.AfterRelation } => 0.3f,
        { Break: FormulaBreak.AfterOperator } => 0.05f,
        _ => -0.4f,
    };
}
