namespace Repeater.Render.Formulas;

/// <summary>What a box may mean to the line it stands in, besides what it shows.</summary>
enum BoxRole
{
    Atom,
    Space,

    /// <summary>A space in which no line may end.</summary>
    Tie,

    /// <summary>A place where a line may end.</summary>
    BreakHere,
    Newline,
}

/// <summary>A box inside another: where its baseline starts, y downwards, and how much larger its em is.</summary>
readonly record struct Placed(Box Box, double X, double Y, double Scale);

/// <summary>TeX's box: lengths in em of the setting it was made in. The depth grows downwards.</summary>
sealed class Box
{
    public double Width { get; set; }

    public double Height { get; set; }

    public double Depth { get; set; }

    public AtomKind Kind { get; set; }

    public BoxRole Role { get; init; }

    /// <summary>Set in script size: little room around it.</summary>
    public bool IsTight { get; init; }

    /// <summary>A single glyph: scripts and limits know its slant.</summary>
    public bool IsGlyph { get; init; }

    public double Italic { get; set; }

    public double Skew { get; init; }

    public List<Placed> Children { get; init; } = [];

    public List<Ink> Inks { get; init; } = [];

    /// <summary>Draws what is as wide as the list it stands in, when that width is known.</summary>
    public Action<Box, double>? Stretch { get; init; }

    /// <summary>A delimiter of <c>\middle</c>, to be made again when its size is known.</summary>
    public (string Delimiter, Setting Setting)? Middle { get; init; }

    public bool IsSpace => Role != BoxRole.Atom;

    public static Box Space(double width, BoxRole role = BoxRole.Space) => new() { Width = width, Role = role };

    /// <summary>The boxes one after another on their baselines.</summary>
    public static Box Row(AtomKind kind, IEnumerable<Box> boxes, bool isTight = false)
    {
        var row = new Box { Kind = kind, IsTight = isTight };
        foreach (var box in boxes)
        {
            row.Children.Add(new(box, row.Width, 0, 1));
            row.Width += box.Width;
            row.Height = Math.Max(row.Height, box.Height);
            row.Depth = Math.Max(row.Depth, box.Depth);
        }

        return row;
    }

    /// <summary>The box in another size, in em of that around.</summary>
    public static Box Scaled(Box box, double scale) => scale == 1 ? box : new()
    {
        Width = box.Width * scale,
        Height = box.Height * scale,
        Depth = box.Depth * scale,
        Kind = box.Kind,
        Role = box.Role,
        IsTight = box.IsTight,
        IsGlyph = box.IsGlyph,
        Italic = box.Italic * scale,
        Skew = box.Skew * scale,
        Children = { new(box, 0, 0, scale) },
    };

    /// <summary>The box drawn lower by a distance that its height and depth do not know of.</summary>
    public static Box Lowered(Box box, double by) => new()
    {
        Width = box.Width,
        Height = box.Height,
        Depth = box.Depth,
        Kind = box.Kind,
        IsTight = box.IsTight,
        IsGlyph = box.IsGlyph,
        Italic = box.Italic,
        Skew = box.Skew,
        Children = { new(box, 0, by, 1) },
    };

    /// <summary>The box with room to its left and right.</summary>
    public static Box Padded(Box box, double left, double right) => new()
    {
        Width = box.Width + left + right,
        Height = box.Height,
        Depth = box.Depth,
        Kind = box.Kind,
        IsTight = box.IsTight,
        Children = { new(box, left, 0, 1) },
    };
}
