using System.Diagnostics.CodeAnalysis;

namespace Repeater.Render.Formulas;

/// <summary>LaTeX mathematics to drawing commands: the fonts, the metrics and the rules of KaTeX. Any thread may use it.</summary>
static class FormulaTypesetter
{
    /// <summary>In characters. What is longer is no formula.</summary>
    // In em. Narrower ones stand within a formula.
    const double WideSpace = 0.6;

    const int MaxLength = 20_000;

    /// <param name="source">The formula without its delimiters; an environment keeps its <c>\begin</c> and <c>\end</c>.</param>
    /// <param name="options">How and where it is shown.</param>
    /// <param name="formula">The result, in logical pixels.</param>
    /// <param name="problem">One sentence that names the command or the place that was not understood.</param>
    /// <returns>False when the formula cannot be drawn and its source has to be shown instead.</returns>
    public static bool TryTypeset(
        string source, FormulaOptions options, [NotNullWhen(true)] out Formula? formula, [NotNullWhen(false)] out string? problem)
    {
        (formula, problem) = (null, null);
        try
        {
            if (source.Length > MaxLength)
            {
                throw new FormulaException($"The formula has {source.Length} characters; {MaxLength} are possible.");
            }

            var parser = new Parser(source, options.Macros);
            var nodes = parser.Parse();
            var builder = new BoxBuilder(options.Measurer, options);
            var setting = new Setting(options.Display ? FormulaStyle.Display : FormulaStyle.Text) { Color = options.Color };
            var parts = Parts(builder.BuildRoot(nodes, setting), options);
            var tag = builder.RowTags;
            if (parser.Tag is { } single)
            {
                tag = Box.Row(AtomKind.None, builder.BuildRoot([single], setting));
            }

            formula = new Formula(parts, tag is null ? null : new Formula([Part([tag], 0, FormulaBreak.None, options)], null));
            return true;
        }
        catch (FormulaException exception)
        {
            problem = exception.Message;
            return false;
        }
    }

    /// <summary>
    /// The TeXbook, chapter 18: a line may end after a relation or a binary operator of the outermost level. Inside of brackets it
    /// is as bad a place as after a comma.
    /// </summary>
    static List<FormulaPart> Parts(List<Box> boxes, FormulaOptions options)
    {
        var parts = new List<FormulaPart>();
        var pending = new List<Box>();
        var brackets = 0;
        for (var i = 0; i < boxes.Count; i++)
        {
            var end = BreakAfter(boxes[i]);
            brackets += boxes[i].Kind switch { AtomKind.Open => 1, AtomKind.Close => -1, _ => 0 };
            end = brackets > 0 && end is FormulaBreak.AfterOperator or FormulaBreak.AfterRelation ? FormulaBreak.AfterPunctuation : end;
            if (boxes[i].Role != BoxRole.Newline)
            {
                pending.Add(boxes[i]);
            }

            if (end == FormulaBreak.None)
            {
                continue;
            }

            // The space after the sign ends the line, unless it is one in which no line may end.
            var space = boxes[i].IsSpace ? boxes[i].Width : 0;
            var isTied = false;
            for (; end != FormulaBreak.Forced && i + 1 < boxes.Count && boxes[i + 1].IsSpace && boxes[i + 1].Role != BoxRole.Newline; i++)
            {
                isTied |= boxes[i + 1].Role == BoxRole.Tie;
                space += boxes[i + 1].Width;
                pending.Add(boxes[i + 1]);
            }

            if (!isTied && i + 1 < boxes.Count)
            {
                end = end == FormulaBreak.AfterPunctuation && space > WideSpace ? FormulaBreak.BetweenFormulas : end;
                Flush(space, end);
            }
        }

        Flush(0, FormulaBreak.None);
        return parts;

        void Flush(double space, FormulaBreak end)
        {
            if (pending.Count > 0)
            {
                parts.Add(Part(pending, space, end, options));
                pending = [];
            }
        }
    }

    static FormulaBreak BreakAfter(Box box) => box switch
    {
        { Role: BoxRole.Newline } => FormulaBreak.Forced,
        { Role: BoxRole.BreakHere } => FormulaBreak.AfterOperator,
        { Role: BoxRole.Space, Width: > WideSpace } => FormulaBreak.AfterPunctuation,
        { IsSpace: true } => FormulaBreak.None,
        { Kind: AtomKind.Rel } => FormulaBreak.AfterRelation,
        { Kind: AtomKind.Bin } => FormulaBreak.AfterOperator,
        { Kind: AtomKind.Punct } => FormulaBreak.AfterPunctuation,
        _ => FormulaBreak.None,
    };

    static FormulaPart Part(List<Box> boxes, double space, FormulaBreak end, FormulaOptions options)
    {
        var em = options.Size * BoxBuilder.EmPerTextSize;
        var row = Box.Row(AtomKind.None, boxes);
        var writer = new MarkWriter(em);
        writer.Write(row, 0, 0, 1);
        return new((float)((row.Width - space) * em), (float)(row.Height * em), (float)(row.Depth * em), (float)(space * em), end, writer.Marks);
    }
}
