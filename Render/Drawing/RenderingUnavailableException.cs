namespace Repeater.Render.Drawing;

/// <summary>Nothing can be drawn in this process; the message says why and what to do.</summary>
sealed class RenderingUnavailableException(string message) : Exception(message);
