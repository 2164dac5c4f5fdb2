using Repeater.Render;
using Repeater.Render.Drawing;
using Repeater.Render.Layout;
using Repeater.Render.Markdown;

namespace Repeater.Tests.Render.Layout;

/// <summary>The upper half of the renderer with made-up fonts.</summary>
static class LayoutHelp
{
    public static readonly PageLimits Limits = new(null, 2, 6, 8_000);

    public static Theme Light => ThemeCatalog.Default.Find("light")!;

    public static IReadOnlyList<Page> Layout(string markdown, PageLimits? limits = null, Theme? theme = null, int maxCharacters = 20_000)
    {
        var document = MarkdownReader.Read(markdown, maxCharacters, listLinks: true, _ => new Bitmap(300, 100, new byte[300 * 100 * 4]));
        return DocumentLayout.Layout(document, theme ?? Light, new FakeMeasurer(), limits ?? Limits);
    }

    /// <summary>The lines of text of a page from top to bottom, each from left to right.</summary>
    public static IReadOnlyList<string> Lines(Page page) =>
        [.. page.Commands
            .Select(c => c switch
            {
                DrawText t => (t.Baseline, t.X, Text: t.Text),
                DrawEmoji e => (e.Baseline, e.X, Text: e.Cluster),
                _ => (Baseline: -1f, X: 0f, Text: ""),
            })
            .Where(t => t.Baseline >= 0)
            .GroupBy(t => t.Baseline)
            .OrderBy(g => g.Key)
            .Select(g => string.Concat(g.OrderBy(t => t.X).Select(t => t.Text)))];
}
