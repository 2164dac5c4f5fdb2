namespace Repeater.Render.Markdown;

/// <summary>
/// A coloured part of a code block, in UTF-16 units of its code. Tokens are in order and do not overlap; what none covers is plain.
/// </summary>
readonly record struct CodeToken(int Start, int Length, CodeClass Class);

/// <summary>What a theme has a colour for.</summary>
enum CodeClass
{
    Plain,
    Keyword,
    Type,
    Function,
    String,
    Number,
    Comment,
    Operator,
    Tag,
    Meta,
}
