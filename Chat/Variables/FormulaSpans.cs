using Repeater.Render.Markdown;

namespace Repeater.Chat.Variables;

/// <summary>Which parts of a Markdown text are mathematics, as the renderer finds it: braces group there.</summary>
static class FormulaSpans
{
    /// <summary>Code and formulas, delimiters included, in order and without overlap. A dollar inside of code is none.</summary>
    public static List<(int Start, int End)> AndCode(string text, List<(int Start, int End)> code)
    {
        List<(int, int)> spans = [];
        var nextCode = 0;
        for (var at = 0; at < text.Length;)
        {
            var found = text.AsSpan(at).IndexOfAny('$', '\\');
            at = found < 0 ? text.Length : at + found;
            while (nextCode < code.Count && code[nextCode].Start <= at)
            {
                spans.Add(code[nextCode]);
                at = Math.Max(at, code[nextCode].End);
                nextCode++;
                found = -1;
            }
            if (found < 0)
            {
                continue;
            }

            if (FormulaFinder.At(text, at) is { } formula && !(nextCode < code.Count && code[nextCode].Start < formula.End))
            {
                spans.Add((formula.Start, formula.End));
                at = formula.End;
            }
            else
            {
                at += text[at] == '\\' ? 2 : 1; // an escaped sign opens nothing
            }
        }
        return spans;
    }
}
