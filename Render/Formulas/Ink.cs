using Repeater.Render.Drawing;
using Repeater.Render.Text;

namespace Repeater.Render.Formulas;

/// <summary>Something visible, relative to its box's start on the baseline: em of the box, y downwards.</summary>
abstract record Ink(uint Color);

sealed record GlyphInk(FontFace Face, int Code, uint Color, bool IsHeavy) : Ink(Color);

sealed record TextInk(IReadOnlyList<TextInkPiece> Pieces, bool IsItalic, bool IsBold, uint Color) : Ink(Color);

/// <summary>Text of one face; X and Size in em.</summary>
sealed record TextInkPiece(string Text, FontFace Face, double X, double Size);

sealed record RuleInk(double X, double Y, double Width, double Height, uint Color) : Ink(Color);

/// <summary>A rectangle that is part of a picture, not a line.</summary>
sealed record AreaInk(double X, double Y, double Width, double Height, uint Color) : Ink(Color);

sealed record OutlineInk(Outline Outline, double X, double Y, uint Color) : Ink(Color);

sealed record StrokeInk(double X1, double Y1, double X2, double Y2, double Thickness, uint Color) : Ink(Color);
