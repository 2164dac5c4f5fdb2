using Repeater.Render.Drawing;

namespace Repeater.Render.Markdown;

/// <summary>A part of a line. A leaf block holds a flat list: nesting has become style.</summary>
abstract record Inline
{
    private protected Inline()
    {
    }
}

sealed record TextRun(string Text, InlineStyle Style) : Inline;

/// <summary>The text goes on in the next line.</summary>
sealed record LineEnd : Inline;

sealed record Picture(Bitmap Bitmap) : Inline;

/// <summary>A formula in a line.</summary>
/// <param name="Source">LaTeX without delimiters.</param>
/// <param name="Written">With them, in the style of code: shown where the formula cannot be drawn.</param>
/// <param name="Display">Asks for lines of its own. Where there are none, in a heading or a cell, it is an inline formula.</param>
/// <param name="Style">Of the text around.</param>
sealed record FormulaRun(string Source, TextRun Written, bool Display, InlineStyle Style) : Inline;

/// <summary>How a run differs from the text around it.</summary>
readonly record struct InlineStyle
{
    public bool Bold { get; init; }

    public bool Italic { get; init; }

    public bool Strike { get; init; }

    public bool Underline { get; init; }

    public bool Link { get; init; }

    public TextScript Script { get; init; }

    public InlineBox Box { get; init; }

    /// <summary>Runs with the same number share one box; 0 without one.</summary>
    public int BoxNumber { get; init; }

    /// <summary>0xAARRGGBB where the text chose its colour.</summary>
    public uint? Color { get; init; }
}

enum TextScript
{
    Normal,
    Sub,
    Super,
}

/// <summary>What is drawn behind a run.</summary>
enum InlineBox
{
    None,
    Mark,
    Key,
    Code,

    /// <summary>Stands for a picture that is not shown.</summary>
    Chip,
}
