using System.Collections.Frozen;
using System.Globalization;
using Repeater.Render.Drawing;

namespace Repeater.Render.Formulas;

/// <summary>What no font has in the size that is needed: arrows, braces and hats as wide as a formula, drawn from outlines.</summary>
static class Pictures
{
    const double Unit = 1000;

    // Arrows are drawn endlessly long; what is beyond this is their far end.
    const double Endless = 400_000;

    static readonly FrozenDictionary<string, string> Paths = Tables.Lines("paths.txt").ToFrozenDictionary(line => line[0], line => line[1], StringComparer.Ordinal);

    static readonly FrozenDictionary<string, Arrow> Arrows = Tables.Lines("arrows.txt").ToFrozenDictionary(
        line => line[0],
        line => new Arrow(Value(line[1]), Value(line[2]) / Unit, line[3], line[4].Split(' ')),
        StringComparer.Ordinal);

    static readonly FrozenDictionary<string, Outline> Outlines =
        Paths.Where(path => !path.Value.Contains('@')).ToFrozenDictionary(path => path.Key, path => PathParser.Parse(path.Value), StringComparer.Ordinal);

    /// <summary>An outline in 1/1000 em.</summary>
    public static Outline Named(string name) => Outlines[name];

    /// <summary>An outline whose middle has a length, in 1/1000 em.</summary>
    public static Outline WithLength(string name, double length) => PathParser.Parse(Paths[name], length);

    /// <summary>Pictures of one size: an arrow over a letter, the ovals of surface integrals.</summary>
    public static Box Fixed(string name, Setting setting)
    {
        var (width, height) = name switch
        {
            "vec" => (0.471, 0.714),
            "oiintSize1" => (0.957, 0.499),
            "oiintSize2" => (1.472, 0.659),
            "oiiintSize1" => (1.304, 0.499),
            _ => (1.98, 0.659),
        };
        var box = new Box { Width = width, Height = height };
        Draw(box, setting, Named(name).Map(point => new((float)(point.X / Unit), (float)(point.Y / Unit - height))));
        return box;
    }

    /// <summary>A picture as wide as the list it stands in.</summary>
    /// <param name="command">Such as <c>\overbrace</c>.</param>
    /// <param name="letters">How many signs it spans: hats grow with their number.</param>
    /// <param name="setting">Of the list.</param>
    public static Box Stretchy(string command, int letters, Setting setting)
    {
        var name = command[1..];
        return name is "widehat" or "widecheck" or "widetilde" or "utilde" ? Hat(name, letters, setting) : Stretchy(Arrows[name], setting);
    }

    static Box Hat(string name, int letters, Setting setting)
    {
        var isTilde = name is "widetilde" or "utilde";
        var step = letters > 5 ? 4 : letters > 3 ? 3 : letters > 1 ? 2 : 1;
        var (boxWidth, boxHeight, height) = (isTilde, step) switch
        {
            (true, 1) => (600, 260, 0.26),
            (true, 2) => (1033, 286, 0.286),
            (true, 3) => (2339, 306, 0.3),
            (true, _) => (2340, 312, 0.34),
            (_, 1) => (1062, 239, 0.24),
            (_, 2) => (2364, 300, 0.3),
            (_, 3) => (2364, 360, 0.3),
            _ => (2364, 420, 0.42),
        };
        var outline = Named((isTilde ? "tilde" : name) + step);
        return new Box
        {
            Height = height,
            Stretch = (box, width) =>
            {
                box.Width = width;
                Draw(box, setting, outline.Map(point => new((float)(point.X * width / boxWidth), (float)(point.Y * height / boxHeight - height))));
            },
        };
    }

    static Box Stretchy(Arrow arrow, Setting setting) => new()
    {
        Width = arrow.MinWidth,
        Height = arrow.Height,
        Stretch = (box, width) =>
        {
            box.Width = width;
            for (var i = 0; i < arrow.Paths.Length; i++)
            {
                Draw(box, setting, Piece(arrow, i, width));
            }
        },
    };

    // Each piece shows in a window; its endless side ends at the window's edge. Neighbours overlap a little.
    static Outline Piece(Arrow arrow, int index, double width)
    {
        var (from, to, anchor) = (arrow.Paths.Length, index) switch
        {
            (1, _) => (0.0, 1.0, arrow.Anchor),
            (2, 0) => (0, 0.502, "xMinYMin"),
            (2, _) => (0.498, 1, "xMaxYMin"),
            (_, 0) => (0, 0.251, "xMinYMin"),
            (_, 1) => (0.25, 0.75, "xMidYMin"),
            _ => (0.749, 1, "xMaxYMin"),
        };
        var (left, right) = (from * width, to * width);
        var offset = anchor switch
        {
            "xMinYMin" => left,
            "xMidYMin" => (left + right - Endless / Unit) / 2,
            _ => right - Endless / Unit,
        };
        return Named(arrow.Paths[index]).Map(point =>
            new((float)Math.Clamp(point.X / Unit + offset, left, right), (float)(point.Y / Unit - arrow.Height)));
    }

    public static void Draw(Box box, Setting setting, Outline outline)
    {
        if (!setting.IsPhantom)
        {
            box.Inks.Add(new OutlineInk(outline, 0, 0, setting.Color));
        }
    }

    static double Value(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <param name="MinWidth">In em.</param>
    /// <param name="Height">In em.</param>
    /// <param name="Anchor">The end of a single outline that is not endless.</param>
    /// <param name="Paths">From left to right.</param>
    sealed record Arrow(double MinWidth, double Height, string Anchor, string[] Paths);
}
