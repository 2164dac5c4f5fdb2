namespace Repeater.Render.Drawing;

/// <summary>A page to draw. Logical pixels.</summary>
sealed record Page(float Width, float Height, uint Background, IReadOnlyList<DrawCommand> Commands);
