namespace Repeater.Render.Text;

/// <summary>A font's own measures in em, all positive. The underline's offset is below the baseline, to its middle.</summary>
readonly record struct FontMetrics(
    float Ascent, float Descent, float XHeight, float CapHeight, float UnderlineOffset, float UnderlineThickness);
