using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>The colour of each character of a code block. To be asked in the order of the code.</summary>
sealed class CodeColors(IReadOnlyList<CodeToken> tokens, Theme theme)
{
    int _next;

    public uint ColorAt(int position)
    {
        while (_next < tokens.Count && tokens[_next].Start + tokens[_next].Length <= position)
        {
            _next++;
        }

        var kind = _next < tokens.Count && tokens[_next].Start <= position ? tokens[_next].Class : CodeClass.Plain;
        return theme[kind switch
        {
            CodeClass.Keyword => ThemeColor.Keyword,
            CodeClass.Type => ThemeColor.Type,
            CodeClass.Function => ThemeColor.Function,
            CodeClass.String => ThemeColor.String,
            CodeClass.Number => ThemeColor.Number,
            CodeClass.Comment => ThemeColor.Comment,
            CodeClass.Operator => ThemeColor.Operator,
            CodeClass.Tag => ThemeColor.Tag,
            CodeClass.Meta => ThemeColor.Meta,
            _ => ThemeColor.CodeText,
        }];
    }
}
