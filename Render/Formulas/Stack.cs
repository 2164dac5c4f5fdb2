namespace Repeater.Render.Formulas;

/// <summary>One layer of a <see cref="Stack"/>, or a distance between two where there is no box.</summary>
readonly record struct Layer(Box? Box, double Kern = 0)
{
    /// <summary>How far its baseline is below that of the stack; only in stacks of shifts.</summary>
    public double Shift { get; init; }

    /// <summary>Room to its left and right, which may be less than nothing.</summary>
    public double Left { get; init; }

    public double Right { get; init; }

    /// <summary>0 left to 1 right; null as the stack.</summary>
    public double? Align { get; init; }

    public static implicit operator Layer(Box box) => new(box);

    public static Layer Gap(double size) => new(null, size);
}

/// <summary>Boxes above each other, from the bottom to the top: TeX's vertical list.</summary>
static class Stack
{
    public const double Left = 0;
    public const double Center = 0.5;
    public const double Right = 1;

    /// <summary>The lower edge is that far below the baseline.</summary>
    public static Box FromBottom(double depth, double align, ReadOnlySpan<Layer> layers) => Build(-depth, align, layers);

    /// <summary>The upper edge is that far above the baseline.</summary>
    public static Box FromTop(double height, double align, ReadOnlySpan<Layer> layers)
    {
        var bottom = height;
        foreach (var layer in layers)
        {
            bottom -= layer.Box is { } box ? box.Height + box.Depth : layer.Kern;
        }

        return Build(bottom, align, layers);
    }

    /// <summary>The baseline of the first layer is that far below that of the stack.</summary>
    public static Box FromFirst(double shift, double align, ReadOnlySpan<Layer> layers) => Build(-layers[0].Box!.Depth - shift, align, layers);

    /// <summary>Each layer stands where its own shift says.</summary>
    public static Box FromShifts(double align, ReadOnlySpan<Layer> layers)
    {
        var placed = new List<Layer>(2 * layers.Length) { layers[0] };
        var bottom = -layers[0].Shift - layers[0].Box!.Depth;
        var position = bottom;
        for (var i = 1; i < layers.Length; i++)
        {
            var distance = -layers[i].Shift - position - layers[i].Box!.Depth;
            placed.Add(Layer.Gap(distance - (layers[i - 1].Box!.Height + layers[i - 1].Box!.Depth)));
            placed.Add(layers[i]);
            position += distance;
        }

        return Build(bottom, align, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(placed));
    }

    static Box Build(double bottom, double align, ReadOnlySpan<Layer> layers)
    {
        var width = 0.0;
        foreach (var layer in layers)
        {
            width = Math.Max(width, layer.Box is { } box ? box.Width + layer.Left + layer.Right : 0);
        }

        var stack = new Box { Width = width };
        var (lowest, highest, position) = (bottom, bottom, bottom);
        foreach (var layer in layers)
        {
            if (layer.Box is { } box)
            {
                box.Stretch?.Invoke(box, width - layer.Left - layer.Right);
                var x = layer.Left + (width - layer.Left - box.Width - layer.Right) * (layer.Align ?? align);
                stack.Children.Add(new(box, x, -(position + box.Depth), 1));
                position += box.Height + box.Depth;
            }
            else
            {
                position += layer.Kern;
            }

            lowest = Math.Min(lowest, position);
            highest = Math.Max(highest, position);
        }

        stack.Height = highest;
        stack.Depth = -lowest;
        return stack;
    }
}
