namespace Repeater.Render;

/// <summary>How a text becomes pictures.</summary>
sealed record RenderOptions
{
    public required Theme Theme { get; init; }

    /// <summary>Of a page, in logical pixels, 200 to 2000. Null: as wide as the content needs, from 320 to 720.</summary>
    public int? Width { get; init; }

    /// <summary>Device pixels for a logical one, 0.5 to 4.</summary>
    public float Scale { get; init; } = 2;

    /// <summary>Keeps every colour exactly; files are three times as large.</summary>
    public bool Lossless { get; init; }

    /// <summary>Text that needs more pages is cut, and the last page says how much is missing.</summary>
    public int MaxPages { get; init; } = 6;

    /// <summary>UTF-16 units of Markdown, pictures in it not counted; more is cut and announced likewise.</summary>
    public int MaxCharacters { get; init; } = 20_000;

    /// <summary>In device pixels, 1,000 to 9,000.</summary>
    public int MaxPageHeight { get; init; } = 8_000;

    /// <summary>A larger PNG is made anew with shorter pages. Some chats refuse files of 2 MB.</summary>
    public int MaxFileBytes { get; init; } = 1_800_000;

    /// <summary>Whether targets of links are listed at the end, since pictures cannot be clicked.</summary>
    public bool ListLinks { get; init; } = true;
}
