using Repeater.Render.Drawing;
using Repeater.Render.Drawing.Png;
using Repeater.Render.Layout;
using Repeater.Render.Markdown;
using Repeater.Render.Text;

namespace Repeater.Render;

/// <summary>Markdown to PNG pages. May be used by any number of threads at once.</summary>
static class MarkdownRenderer
{
    /// <summary>
    /// At least one page for any text, however broken; bounded in time and memory by the limits of the options.
    /// </summary>
    /// <param name="markdown">The text.</param>
    /// <param name="options">How it is drawn.</param>
    /// <param name="problems">Receives the formulas that are shown as their source, 20 at most.</param>
    /// <param name="cancellation">Stops between two pages.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="RenderingUnavailableException">The native library cannot be loaded in this process.</exception>
    public static IReadOnlyList<RenderedPage> Render(
        string markdown, RenderOptions options, List<FormulaProblem>? problems = null, CancellationToken cancellation = default)
    {
        Check(options);
        var document = MarkdownReader.Read(markdown, options.MaxCharacters, options.ListLinks, Decode);
        var limits = new PageLimits(options.Width, options.Scale, options.MaxPages, options.MaxPageHeight);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var pages = Draw(DocumentLayout.Layout(document, options.Theme, TextMeasurer.Shared, limits, problems), options, cancellation);
            const int LeastPageHeight = 2_000;
            if (pages.All(p => p.Png.Length <= options.MaxFileBytes) || limits.MaxDeviceHeight <= LeastPageHeight)
            {
                return pages;
            }

            problems?.Clear();
            limits = limits with { MaxDeviceHeight = pages.Max(p => p.Height) / 2 };
        }
    }

    static List<RenderedPage> Draw(IReadOnlyList<Page> pages, RenderOptions options, CancellationToken cancellation)
    {
        var drawn = new List<RenderedPage>(pages.Count);
        foreach (var page in pages)
        {
            cancellation.ThrowIfCancellationRequested();
            using var png = new MemoryStream();
            var (width, height) = ((int)MathF.Ceiling(page.Width), (int)MathF.Ceiling(page.Height));
            PageRenderer.WritePng(page.Commands, width, height, options.Scale, page.Background, options.Lossless, png);
            drawn.Add(new RenderedPage(png.ToArray(), (int)MathF.Ceiling(width * options.Scale), (int)MathF.Ceiling(height * options.Scale)));
        }

        return drawn;
    }

    static Bitmap? Decode(ReadOnlyMemory<byte> file) => PngReader.TryDecode(file.Span, out var bitmap, out _) ? bitmap : null;

    static void Check(RenderOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxPages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxCharacters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxPageHeight, 1_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxPageHeight, 9_000);
        if (options.Width is < 200 or > 2000)
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"The width is {options.Width}; allowed is 200 to 2000 pixels.");
        }

        if (!(options.Scale is >= 0.5f and <= 4))
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"The scale is {options.Scale}; allowed is 0.5 to 4.");
        }
    }
}

/// <summary>A PNG file; width and height in its pixels.</summary>
sealed record RenderedPage(byte[] Png, int Width, int Height);
