using Repeater.Render;
using Repeater.Render.Drawing;
using Repeater.Render.Highlighting;
using Repeater.Render.Layout;
using Repeater.Render.Markdown;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Highlighting;

/// <summary>
/// Coloured code as it is drawn. With RENDER_SAMPLES set to a folder, the samples of each language are written there as one
/// picture for every theme, to be looked at.
/// </summary>
public class PictureTests
{
    [Fact]
    public void Colours_move_nothing()
    {
        var oneColour = new Theme("one colour", Enum.GetValues<ThemeColor>().ToDictionary(c => c, c => c == ThemeColor.CodeBackground ? 0xFFFFFFFFu : 0xFF333333u));
        foreach (var (name, samples) in HighlightSamples.All)
        {
            var code = samples[0];
            var tokens = Highlighter.Highlight(code, name);

            Assert.NotEmpty(tokens);
            Assert.Equal(Draw([]), Draw(tokens));

            byte[] Draw(IReadOnlyList<CodeToken> tokens)
            {
                var page = DocumentLayout.Layout(new Document([new CodeBlock("", code, tokens)], 0, false), oneColour, TextMeasurer.Shared, new PageLimits(null, 1, 6, 8_000))[0];
                using var png = new MemoryStream();
                PageRenderer.WritePng(page.Commands, (int)MathF.Ceiling(page.Width), (int)MathF.Ceiling(page.Height), 1, page.Background, lossless: true, png);
                return png.ToArray();
            }
        }
    }

    [Fact]
    public void Code_in_a_document_is_coloured()
    {
        var document = MarkdownReader.Read("- ```py title=x\n  if 1:\n  ```", 1_000, listLinks: false, _ => null);

        var list = Assert.IsType<ListBlock>(Assert.Single(document.Blocks));
        var code = Assert.IsType<CodeBlock>(Assert.Single(list.Items[0].Content));
        Assert.Equal([new(0, 2, CodeClass.Keyword), new(3, 1, CodeClass.Number), new(4, 1, CodeClass.Operator)], code.Tokens);
    }

    [Fact]
    public void Samples_are_drawn_to_be_looked_at()
    {
        var folder = Environment.GetEnvironmentVariable("RENDER_SAMPLES");
        foreach (var theme in folder is { Length: > 0 } ? ThemeCatalog.Default.Names : [])
        {
            foreach (var (name, samples) in HighlightSamples.All)
            {
                var markdown = string.Concat(samples.Select(sample => $"````````{name}\n{sample}\n````````\n\n"));
                var page = MarkdownRenderer.Render(markdown, new RenderOptions { Theme = ThemeCatalog.Default.Find(theme)!, Scale = 1, Width = 720 })[0];
                File.WriteAllBytes(Path.Combine(folder!, $"{theme}-{name}.png"), page.Png);
            }
        }

        Assert.NotEmpty(HighlightSamples.All);
    }
}
