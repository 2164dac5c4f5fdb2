namespace Repeater.Render;

/// <summary>Colours and sizes of a rendered page. Lengths are logical pixels.</summary>
sealed record Theme
{
    readonly uint[] _colors;

    public Theme(string name, IReadOnlyDictionary<ThemeColor, uint> colors)
    {
        Name = name;
        _colors = [.. Enum.GetValues<ThemeColor>().Select(c => colors[c])];
    }

    public string Name { get; }

    /// <summary>Of body text; all other sizes follow it. 10 to 40.</summary>
    public float FontSize { get; init; } = 17;

    /// <summary>Distance of the lines of a paragraph in font sizes. 1.2 to 3.</summary>
    public float LineHeight { get; init; } = 1.65f;

    /// <summary>Between the edge of the page and its content. 0 to 100.</summary>
    public float Padding { get; init; } = 24;

    /// <summary>1 shows pictures as they are, less darkens them.</summary>
    public float PictureBrightness { get; init; } = 1;

    /// <summary>Whether a thematic break fades out at both ends.</summary>
    public bool FadeRule { get; init; }

    /// <summary>0xAARRGGBB.</summary>
    public uint this[ThemeColor color] => _colors[(int)color];
}
