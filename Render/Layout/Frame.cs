using Repeater.Render.Markdown;

namespace Repeater.Render.Layout;

/// <summary>Where blocks are laid out, and what they inherit from the blocks around them.</summary>
/// <param name="Left">From the left edge of the page.</param>
/// <param name="Width">Between the margins.</param>
/// <param name="RightInset">From the right margin to the right edge of the page.</param>
/// <param name="Text">Size and colour of paragraphs.</param>
/// <param name="LineHeight">Of paragraphs.</param>
readonly record struct Frame(float Left, float Width, float RightInset, BaseStyle Text, float LineHeight)
{
    public ColumnAlignment Alignment { get; init; }

    /// <summary>Lists around this one: unordered, ordered.</summary>
    public int BulletDepth { get; init; }

    public int NumberDepth { get; init; }

    /// <summary>Space between paragraphs; less in a tight list.</summary>
    public float ParagraphGap { get; init; }

    /// <summary>A frame inside this one. Where nesting has left too little room, it takes no more.</summary>
    public Frame Inset(float left, float right)
    {
        const float LeastCharacters = 8;
        return Width - left - right < LeastCharacters * Text.Size
            ? this
            : this with { Left = Left + left, Width = Width - left - right, RightInset = RightInset + right };
    }

    /// <summary>Where a line of that width begins.</summary>
    public float LineStart(float width) => Alignment switch
    {
        ColumnAlignment.Center => Left + MathF.Max(0, (Width - width) / 2),
        ColumnAlignment.Right => Left + MathF.Max(0, Width - width),
        _ => Left,
    };

    /// <summary>The width of a page on which content of that width just fits here.</summary>
    public float PageWidthFor(float width) => Left + width + RightInset;
}
