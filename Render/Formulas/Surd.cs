using Repeater.Render.Drawing;

namespace Repeater.Render.Formulas;

/// <summary>The sign of a root: how large it is and how it is drawn over what it spans.</summary>
/// <param name="Height">Of all of it, in em of the setting.</param>
/// <param name="Advance">How far right of its start what it spans begins.</param>
/// <param name="LineWidth">The thickness of its line.</param>
sealed record Surd(double Height, double Advance, double LineWidth)
{
    // The outlines leave this room above the line.
    const double Pad = 80;
    const double PadEm = 0.08;

    public required Outline Outline { get; init; }

    /// <summary>Em for each unit of the outline.</summary>
    public required double Unit { get; init; }

    public required double MinWidth { get; init; }

    /// <param name="height">What it has to span, in em of the setting.</param>
    /// <param name="setting">Of the root.</param>
    public static Surd Of(double height, Setting setting)
    {
        var unsized = setting.WithoutSizing;
        var scale = unsized.Scale;
        var step = DelimiterSize.Choose("\\surd", height * scale, GrowthOf.Stacking, unsized);
        if (step.Kind == StepKind.Small)
        {
            scale = height < 1 ? 1 : height < 1.4 ? 0.7 : scale;
            return Make("sqrtMain", 1 / scale, 0.833 / scale, 0.853, 1000 + Pad, (1 + PadEm) / scale);
        }

        if (step.Kind == StepKind.Large)
        {
            var size = DelimiterSize.Heights[step.Size];
            return Make($"sqrtSize{step.Size}", size / scale, 1 / scale, 1.02, (1000 + Pad) * size, (size + PadEm) / scale);
        }

        var view = Math.Floor(1000 * height) + Pad;
        return new(height, 1.056, FontParameters.SqrtThickness * scale)
        {
            Outline = Pictures.WithLength("sqrtTall", view - 54 - Pad),
            Unit = 0.001,
            MinWidth = 0.742,
        };

        Surd Make(string name, double texHeight, double advance, double minWidth, double viewHeight, double spanHeight) =>
            new(texHeight, advance, FontParameters.SqrtThickness * scale)
            {
                Outline = Pictures.Named(name),
                Unit = Math.Max(0.001, spanHeight / viewHeight),
                MinWidth = minWidth,
            };
    }

    /// <summary>The sign, its line as long as the list it stands in is wide.</summary>
    public Box Box(Setting setting) => new()
    {
        Width = MinWidth,
        Height = Height,
        Stretch = (box, width) =>
        {
            box.Width = width;
            Pictures.Draw(box, setting, Outline.Map(point => new((float)Math.Min(point.X * Unit, width), (float)((point.Y - Pad) * Unit - Height))));
        },
    };
}
