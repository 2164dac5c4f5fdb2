using System.Text;

namespace Repeater.Chat.Variables;

/// <summary><see cref="ExpandMode.Reply"/>: plain variables in a Markdown text, outside its code and its formulas.</summary>
static class ReplyTemplate
{
    public static string Expand(string text, VariableContext context)
    {
        var variables = Variables(text);
        if (variables is [])
        {
            return text; // nearly every reply
        }

        var output = new StringBuilder(text.Length);
        var room = VariableTemplate.MaxValueCharacters;
        var literal = 0;
        var kept = FormulaSpans.AndCode(text, MarkdownCode.Find(text));
        var nextKept = 0;
        foreach (var (open, end, variable) in variables)
        {
            while (nextKept < kept.Count && kept[nextKept].End <= open)
            {
                nextKept++;
            }
            if (nextKept < kept.Count && kept[nextKept].Start <= open)
            {
                continue;
            }
            var value = variable.Evaluate(context, []).Text;
            if (value.Length > room)
            {
                break;
            }
            room -= value.Length;
            output.Append(text, literal, open - literal).Append(value);
            literal = end;
        }
        return output.Append(text, literal, text.Length - literal).ToString();
    }

    static List<(int Open, int End, Variable Variable)> Variables(string text)
    {
        List<(int, int, Variable)> found = [];
        var end = 0; // of the variable before
        for (var open = text.IndexOf('{'); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var name = text.AsSpan(open + 1, Scan.WordLength(text.AsSpan(open + 1)));
            var close = open + 1 + name.Length;
            if (close < text.Length && text[close] == '}'
                && VariableRegistry.Find(name) is { IsPlain: true } variable
                && (open == end || IsProse(text, open)))
            {
                end = close + 1;
                found.Add((open, end, variable));
            }
        }
        return found;
    }

    /// <summary>
    /// Whether what stands before the brace lets it be a variable: not in an escaped brace, <c>\text{time}</c>,
    /// <c>x_{time}</c>, <c>\frac{age}{time}</c>, <c>${time}</c>, <c>{{time}}</c>.
    /// </summary>
    static bool IsProse(string text, int open)
    {
        if (text[open - 1] is '{' or '}' or '_' or '^' or '$')
        {
            return false;
        }
        var letters = open;
        while (letters > 0 && char.IsAsciiLetter(text[letters - 1]))
        {
            letters--;
        }
        return Scan.BackSlashesBefore(text, letters, 0) % 2 == 0;
    }
}
