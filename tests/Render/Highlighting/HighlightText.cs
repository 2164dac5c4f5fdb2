using System.Text;
using Repeater.Render.Highlighting;
using Repeater.Render.Markdown;

namespace Repeater.Tests.Render.Highlighting;

/// <summary>Tokens as text: under each character of a line the letter of its class.</summary>
static class HighlightText
{
    /// <summary>Plain, Keyword, Type, Function, String, Number, Comment, Operator, Tag, Meta.</summary>
    const string Letters = " ktfsncogm";

    /// <summary>Every line of the code, and below it the line of its classes where it has any.</summary>
    public static string Write(string code, string language)
    {
        var text = new StringBuilder();
        foreach (var (line, classes) in code.Split('\n').Zip(Classes(code, language).Split('\n')))
        {
            text.Append("| ").Append(line).Append('\n');
            text.Append(classes.Length == 0 ? "" : $": {classes}\n");
        }

        return text.ToString();
    }

    /// <summary>The classes alone, without spaces at the end of lines.</summary>
    public static string Classes(string code, string language)
    {
        var classes = code.ToCharArray();
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = code[i] == '\n' ? '\n' : ' ';
        }

        foreach (var token in Highlighter.Highlight(code, language))
        {
            for (var i = token.Start; i < token.Start + token.Length; i++)
            {
                classes[i] = char.IsWhiteSpace(code[i]) ? classes[i] : Letters[(int)token.Class];
            }
        }

        return string.Join('\n', new string(classes).Split('\n').Select(l => l.TrimEnd()));
    }

    /// <summary>Tokens are in order, do not overlap, lie within the code, have a class, and cut no character in two.</summary>
    public static void AssertValid(string code, IReadOnlyList<CodeToken> tokens)
    {
        var end = 0;
        foreach (var token in tokens)
        {
            var last = end;
            end = token.Start + token.Length;
            if (token.Start < last || token.Length <= 0 || token.Class == CodeClass.Plain || end > code.Length || IsInsidePair(code, token.Start) || IsInsidePair(code, end))
            {
                Assert.Fail($"{token} after {last}, in a code of {code.Length}");
            }
        }
    }

    static bool IsInsidePair(string code, int at) => at > 0 && at < code.Length && char.IsSurrogatePair(code[at - 1], code[at]);
}
