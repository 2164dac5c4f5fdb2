namespace Repeater.Chat.Variables;

/// <summary>A piece of a parsed template. The sources of a text's nodes, in order, are the text.</summary>
abstract record TemplateNode(ReadOnlyMemory<char> Source);

sealed record TextNode(ReadOnlyMemory<char> Source) : TemplateNode(Source);

/// <summary><c>{…}</c> with the back-slashes before it: one character or more inside, none of them a brace.</summary>
sealed record VariableNode(ReadOnlyMemory<char> Source, int BackSlashes) : TemplateNode(Source)
{
    public bool IsEscaped => BackSlashes % 2 == 1;

    public ReadOnlyMemory<char> Braces => Source[BackSlashes..];

    public ReadOnlySpan<char> Inner => Braces.Span[1..^1];
}

/// <summary><c>::: … :::</c> with all white space around it.</summary>
/// <param name="Source">From the white space before to the white space after.</param>
/// <param name="Leading">The white space before.</param>
/// <param name="Trailing">The white space after.</param>
/// <param name="Body">What stands between the colons, white space included.</param>
/// <param name="Names">What the body names: ASCII letters, digits and <c>_</c> right after a brace that is not escaped.</param>
sealed record GuardNode(
    ReadOnlyMemory<char> Source,
    ReadOnlyMemory<char> Leading,
    ReadOnlyMemory<char> Trailing,
    List<TemplateNode> Body,
    List<string> Names) : TemplateNode(Source);

/// <summary><c>{name} -> ```…```</c></summary>
sealed record ConditionalNode(ReadOnlyMemory<char> Source, string Name, List<TemplateNode> Body) : TemplateNode(Source);
