using Repeater.Render;

namespace Repeater.Tests.Render;

/// <summary>
/// Draws tests/Data/samples. With REPEATER_SAMPLES set to a folder, the pages are written there to be looked at;
/// REPEATER_THEMES names the themes, with commas.
/// </summary>
public class SampleTests
{
    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(TestFiles.Data("samples"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_becomes_pages_within_the_limits(string sample)
    {
        var markdown = File.ReadAllText(TestFiles.Data($"samples/{sample}.md"));
        var themes = Environment.GetEnvironmentVariable("REPEATER_THEMES")?.Split(',') ?? ["light"];
        foreach (var theme in themes)
        {
            var options = new RenderOptions { Theme = ThemeCatalog.Default.Find(theme)!, MaxPageHeight = sample == "splitting" ? 1_100 : 8_000 };
            var pages = MarkdownRenderer.Render(markdown, options);

            Assert.InRange(pages.Count, 1, options.MaxPages);
            Assert.All(pages, p => Assert.InRange(p.Height, 1, options.MaxPageHeight));
            Assert.All(pages, p => Assert.InRange(p.Png.Length, 1, options.MaxFileBytes));
            Write(pages, $"{sample}-{theme}");
        }
    }

    static void Write(IReadOnlyList<RenderedPage> pages, string name)
    {
        if (Environment.GetEnvironmentVariable("REPEATER_SAMPLES") is { Length: > 0 } folder)
        {
            for (var i = 0; i < pages.Count; i++)
            {
                File.WriteAllBytes(Path.Combine(folder, $"{name}-{i + 1}.png"), pages[i].Png);
            }
        }
    }
}
