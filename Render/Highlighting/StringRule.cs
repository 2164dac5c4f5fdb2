using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting;

/// <summary>A kind of string literal of a language, or whatever else has an open and a close sign.</summary>
sealed record StringRule(string Open, string Close)
{
    public StringRule(string quote)
        : this(quote, quote)
    {
    }

    /// <summary>Words of which one stands directly before the opening sign, letter case aside; empty for none.</summary>
    public string[] Prefixes { get; init; } = [];

    /// <summary>Takes the meaning from the character after it; NUL for none.</summary>
    public char Escape { get; init; } = '\\';

    /// <summary>Two closing signs stand for one.</summary>
    public bool DoubledClose { get; init; }

    /// <summary>Otherwise the end of the line ends it, closed or not.</summary>
    public bool MultiLine { get; init; }

    public StringFence Fence { get; init; }

    /// <summary>Signs between which there is code.</summary>
    public Interpolation[] Interpolations { get; init; } = [];

    /// <summary>Two opening signs of an interpolation stand for one as text.</summary>
    public bool DoubledOpenIsText { get; init; }

    /// <summary>Whether variables of the language count in it.</summary>
    public bool Variables { get; init; }

    public CodeClass Class { get; init; } = CodeClass.String;
}

/// <summary>Signs between which a string holds code. The last character of each is the bracket that may nest.</summary>
readonly record struct Interpolation(string Open, string Close);

/// <summary>How the opening and closing signs of a string are made as long as its content needs.</summary>
enum StringFence
{
    None,

    /// <summary><c>##"…"##</c>: signs around the quote; none are needed if the rule has a prefix.</summary>
    Hashes,

    /// <summary><c>""""…""""</c>: three quotes or more; as many braces open an interpolation as dollar signs precede it.</summary>
    Quotes,

    /// <summary><c>[==[…]==]</c>.</summary>
    LongBrackets,

    /// <summary><c>"name(…)name"</c>.</summary>
    Delimiter,
}
