using Repeater.Render.Drawing;

namespace Repeater.Render.Layout;

/// <summary>How good a place for a new page the top of a strip is.</summary>
enum PageBreak
{
    Forbidden,
    Line,
    Row,
    Item,
    Block,
    Heading,
}

/// <summary>
/// A horizontal slice of the content that no page break cuts: a line of text, a row of a table, a padding. Its commands
/// have x from the left edge of the page and y from the top of the strip.
/// </summary>
sealed class Strip
{
    public required float Height { get; init; }

    public PageBreak Break { get; set; } = PageBreak.Forbidden;

    /// <summary>White space between blocks: vanishes at the top and bottom of a page.</summary>
    public bool IsGap { get; init; }

    /// <summary>Code points of the text shown, for the sentence on what was left out.</summary>
    public int Characters { get; init; }

    /// <summary>Drawn with the commands unless the strip is the first on its page: the line between two rows.</summary>
    public DrawCommand? Separator { get; init; }

    public List<DrawCommand> Commands { get; init; } = [];
}

/// <summary>
/// What is drawn behind the strips from <paramref name="First"/> up to <paramref name="End"/>, once per page that shows any of them.
/// </summary>
/// <param name="First">Index of a strip.</param>
/// <param name="End">Index after the last strip.</param>
/// <param name="SplitPadding">Room between the content and the edge where a page break cuts it.</param>
/// <param name="Draw">Called with top and bottom of the part on the page.</param>
sealed record Decoration(int First, int End, float SplitPadding, Action<float, float, List<DrawCommand>> Draw)
{
    /// <summary>Drawn over the strips instead of behind them: the lines of a table.</summary>
    public bool InFront { get; init; }

    /// <summary>So many strips at the start are shown again on every further page: the header of a table.</summary>
    public int RepeatedStrips { get; init; }
}
