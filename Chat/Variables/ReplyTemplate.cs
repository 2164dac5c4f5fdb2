using System.Text;

namespace Repeater.Chat.Variables;

/// <summary><see cref="ExpandMode.Reply"/>: plain variables in a Markdown text, outside its code.</summary>
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
        var code = MarkdownCode.Find(text);
        var nextCode = 0;
        foreach (var (open, end, variable) in variables)
        {
            while (nextCode < code.Count && code[nextCode].End <= open)
            {
                nextCode++;
            }
            var isCode = nextCode < code.Count && code[nextCode].Start <= open;
            if (isCode || variable.Evaluate(context, []).Text is not { } value || value.Length > room)
            {
                continue;
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
        for (var open = text.IndexOf('{'); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var name = text.AsSpan(open + 1, TemplateParser.WordLength(text.AsSpan(open + 1)));
            var close = open + 1 + name.Length;
            if (close < text.Length && text[close] == '}'
                && VariableRegistry.Find(name) is { IsPlain: true } variable
                && IsProse(text, open))
            {
                found.Add((open, close + 1, variable));
            }
        }
        return found;
    }

    /// <summary>False for an escaped brace, <c>\text{time}</c>, <c>x_{time}</c>, <c>\frac{age}{time}</c>, <c>${time}</c>, <c>{{time}}</c>.</summary>
    static bool IsProse(string text, int open)
    {
        if (open == 0)
        {
            return true;
        }
        if (text[open - 1] is '{' or '}' or '_' or '^' or '$')
        {
            return false;
        }
        var letters = open;
        while (letters > 0 && char.IsAsciiLetter(text[letters - 1]))
        {
            letters--;
        }
        return TemplateParser.BackSlashesBefore(text, letters, 0) % 2 == 0;
    }
}
