using System.Globalization;

namespace Repeater.Render.Formulas;

/// <summary>The columns of an array as LaTeX writes them: <c>{l|cc@{}r*{3}{c}}</c>.</summary>
static class ColumnSpecs
{
    const int MaxColumns = 100;

    public static List<ColumnSpec> Parse(IReadOnlyList<Token> tokens, string name)
    {
        var specs = new List<ColumnSpec>();
        Add(tokens, name, specs);
        return specs.Exists(spec => !spec.IsLine) ? specs : [.. specs, new('c')];
    }

    static void Add(IReadOnlyList<Token> tokens, string name, List<ColumnSpec> specs)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            switch (tokens[i].Text)
            {
                case " ":
                    break;
                case "l" or "c" or "r" or "|" or ":" when specs.Count < MaxColumns:
                    specs.Add(new(tokens[i].Text[0]));
                    break;
                case "@" or "!" or ">" or "<":
                    // What would stand between columns: only its room is taken away.
                    var isTight = tokens[i].Text == "@" && Inside(tokens, ref i).Count == 0;
                    if (isTight && specs is [.., { IsLine: false } before])
                    {
                        specs[^1] = before with { After = 0 };
                    }

                    break;
                case "*":
                    var times = string.Concat(Inside(tokens, ref i).Select(token => token.Text));
                    var repeated = Inside(tokens, ref i);
                    if (!int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MaxColumns)
                    {
                        throw new FormulaException($"The columns of \\begin{{{name}}} are repeated {times} times; at most {MaxColumns} is possible.");
                    }

                    for (; count > 0; count--)
                    {
                        Add(repeated, name, specs);
                    }

                    break;
                case "l" or "c" or "r" or "|" or ":":
                    throw new FormulaException($"\\begin{{{name}}} has more than {MaxColumns} columns.");
                case var other:
                    throw new FormulaException($"The columns of \\begin{{{name}}} have {other}; l, c, r and | are known.");
            }
        }
    }

    static List<Token> Inside(IReadOnlyList<Token> tokens, ref int at)
    {
        var inside = new List<Token>();
        if (at + 1 >= tokens.Count || tokens[at + 1].Text != "{")
        {
            return at + 1 < tokens.Count ? [tokens[++at]] : inside;
        }

        at++;
        for (var depth = 1; ++at < tokens.Count; inside.Add(tokens[at]))
        {
            depth += tokens[at].Text switch { "{" => 1, "}" => -1, _ => 0 };
            if (depth == 0)
            {
                break;
            }
        }

        return inside;
    }
}
