using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace Repeater.Render.Markdown;

/// <summary>A formula among Markdig's inlines: code, for whoever does not know it.</summary>
/// <param name="written">With its delimiters.</param>
/// <param name="source">Without them.</param>
/// <param name="display">Whether it belongs on lines of its own, where the place allows that.</param>
sealed class FormulaInlineNode(string written, string source, bool display) : CodeInline(written)
{
    public string Source => source;

    public bool Display => display;
}

/// <summary>Lines that are one formula, delimiters included.</summary>
sealed class FormulaBlockNode(BlockParser parser) : Markdig.Syntax.CodeBlock(parser)
{
    /// <summary>Where the closing delimiter ends in the source of the document.</summary>
    public required int End { get; init; }
}
