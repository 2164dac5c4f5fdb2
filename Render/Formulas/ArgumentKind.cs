namespace Repeater.Render.Formulas;

/// <summary>How an argument is read.</summary>
enum ArgumentKind
{
    /// <summary>In the mode of the text around.</summary>
    Same,
    Math,
    Text,

    /// <summary>Text in text style and the plain font, as <c>\hbox</c> sets it.</summary>
    Box,

    /// <summary>What follows without braces may be a command with arguments of its own.</summary>
    Primitive,
    Size,
    Color,
    Raw,
}

/// <summary>An argument that is a length; IsBlank when the braces were empty.</summary>
sealed record LengthNode(Length Length, bool IsBlank) : Node;

/// <summary>An argument that is a colour.</summary>
sealed record PaintNode(uint Color) : Node;

/// <summary>An argument that is a word.</summary>
sealed record WordNode(string Text) : Node;
