namespace Repeater.Render.Markdown;

/// <summary>What a formula stands between.</summary>
enum FormulaMark
{
    /// <summary><c>$x$</c></summary>
    Dollar,

    /// <summary><c>$$x$$</c></summary>
    Dollars,

    /// <summary><c>\(x\)</c></summary>
    Round,

    /// <summary><c>\[x\]</c></summary>
    Square,

    /// <summary><c>\begin{align}x\end{align}</c>: the environment belongs to the formula.</summary>
    Environment,

    /// <summary><c>\boxed{x}</c>, as models that prove state their result: the command belongs to the formula.</summary>
    Boxed,
}

/// <summary>Where a formula is in a text: the whole of it with its delimiters, and what is between them.</summary>
readonly record struct FormulaSpan(FormulaMark Mark, int Start, int End, int ContentStart, int ContentEnd)
{
    /// <summary>Made for lines of its own.</summary>
    public bool IsDisplay => Mark is FormulaMark.Dollars or FormulaMark.Square or FormulaMark.Environment;

    public ReadOnlySpan<char> Content(ReadOnlySpan<char> text) => text[ContentStart..ContentEnd];
}
