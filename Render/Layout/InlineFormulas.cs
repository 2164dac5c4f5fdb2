using Repeater.Render.Formulas;
using Repeater.Render.Markdown;
using Repeater.Render.Text;

namespace Repeater.Render.Layout;

/// <summary>A formula in a line, typeset. Each part is an atom; its number, if it has one, comes after it.</summary>
sealed record SetFormula(FormulaRun Run, BaseStyle Style, IReadOnlyList<FormulaPart> Parts);

/// <summary>Formulas in lines of text: their atoms, where they break, how small they must be.</summary>
sealed class InlineFormulas(FormulaSetter setter)
{
    // A formula that is shorter than this part of the line begins a new one rather than break.
    const float KeptWhole = 0.4f;

    // Between a formula and its number, in font sizes.
    const float TagGap = 1;

    // So that rounding makes nothing too wide.
    const float Margin = 0.999f;

    /// <summary>Null where the source has to be shown.</summary>
    public SetFormula? Set(FormulaRun run, BaseStyle style) =>
        setter.Set(run, run.Source, style, display: false) is { } formula ? new SetFormula(run, style, Parts(formula, style)) : null;

    /// <param name="atoms">Receives one atom for each part.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="run">Its index among the runs.</param>
    /// <param name="start">Where its first character is in the text; it has one for each part.</param>
    /// <param name="before">Whether a line may end before it.</param>
    public static void AddAtoms(List<Atom> atoms, SetFormula formula, int run, int start, LineBreak before)
    {
        for (var i = 0; i < formula.Parts.Count; i++)
        {
            atoms.Add(new Atom
            {
                Start = start + i,
                Length = 1,
                Run = run,
                Kind = AtomKind.Formula,
                Part = formula.Parts[i],
                Width = formula.Parts[i].Width,
                Break = i == 0 ? before
                    : formula.Parts[i - 1].Break == FormulaBreak.Forced ? LineBreak.Mandatory
                    : LineBreak.Forbidden,
            });
        }
    }

    /// <summary>Makes the atoms of one formula fit lines of that width: with breaks after relations, then after operators, then anywhere, then smaller.</summary>
    public void Fit(Span<Atom> atoms, SetFormula formula, float width)
    {
        if (Length(atoms) > width * KeptWhole)
        {
            AllowBreaks(atoms, FormulaBreak.AfterRelation);
            for (var least = FormulaBreak.AfterOperator; least > FormulaBreak.None && Widest(atoms) > width; least--)
            {
                AllowBreaks(atoms, least);
            }
        }

        if (Widest(atoms) is var widest && widest > width)
        {
            Shrink(atoms, formula, width / widest * Margin);
        }
    }

    static void AllowBreaks(Span<Atom> atoms, FormulaBreak least)
    {
        for (var i = 1; i < atoms.Length; i++)
        {
            if (atoms[i].Break == LineBreak.Forbidden && atoms[i - 1].Part!.Break >= least)
            {
                atoms[i] = atoms[i] with { Break = LineBreak.Allowed };
            }
        }
    }

    void Shrink(Span<Atom> atoms, SetFormula formula, float scale)
    {
        var style = formula.Style with { Size = formula.Style.Size * scale };
        if (Set(formula.Run, style) is not { } smaller || smaller.Parts.Count != atoms.Length)
        {
            return;
        }

        for (var i = 0; i < atoms.Length; i++)
        {
            var lead = i == 0 ? atoms[i].Lead : smaller.Parts[i - 1].Space;
            atoms[i] = atoms[i] with { Part = smaller.Parts[i], Width = smaller.Parts[i].Width, Lead = lead };
        }
    }

    static float Length(Span<Atom> atoms)
    {
        var sum = 0f;
        foreach (var atom in atoms)
        {
            sum += atom.Advance + atom.Lead;
        }

        return sum;
    }

    // Of what stays on one line.
    static float Widest(Span<Atom> atoms)
    {
        float widest = 0, line = 0;
        foreach (var atom in atoms)
        {
            line = atom.Break == LineBreak.Forbidden && line > 0 ? line + atom.Lead + atom.Advance : atom.Advance;
            widest = MathF.Max(widest, line);
        }

        return widest;
    }

    static IReadOnlyList<FormulaPart> Parts(Formula formula, BaseStyle style)
    {
        if (formula.Tag is not { } tag || formula.Parts.Count == 0)
        {
            return formula.Parts;
        }

        var last = formula.Parts[^1] with { Space = TagGap * style.Size };
        return [.. formula.Parts.SkipLast(1), last, .. tag.Parts];
    }
}
