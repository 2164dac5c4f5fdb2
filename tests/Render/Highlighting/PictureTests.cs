using Repeater.Render;
using Repeater.Render.Drawing;
using Repeater.Render.Highlighting;
using Repeater.Render.Layout;
using Repeater.Render.Markdown;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Highlighting;

/// <summary>
/// Coloured code as it is drawn. With RENDER_SAMPLES set to a folder, all samples are written there in the themes that THEMES
/// names, to be looked at.
/// </summary>
public class PictureTests
{
    [Fact]
    public void Colours_move_nothing()
    {
        var oneColour = new Theme("one colour", Enum.GetValues<ThemeColor>().ToDictionary(c => c, c => c == ThemeColor.CodeBackground ? 0xFFFFFFFFu : 0xFF333333u));
        foreach (var (name, code) in HighlightSamples.All)
        {
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
        var themes = Environment.GetEnvironmentVariable("THEMES")?.Split(',') ?? ["light"];
        foreach (var theme in folder is { Length: > 0 } ? themes : [])
        {
            var number = 0;
            foreach (var part in HighlightSamples.All.Chunk(4))
            {
                var markdown = string.Concat(part.Select(s => $"````````{s.Key}\n{s.Value}\n````````\n\n"));
                var page = MarkdownRenderer.Render(markdown, new RenderOptions { Theme = ThemeCatalog.Default.Find(theme)!, Scale = 1.5f })[0];
                File.WriteAllBytes(Path.Combine(folder!, $"code-{theme}-{++number:00}.png"), page.Png);
            }
        }

        Assert.NotEmpty(HighlightSamples.All);
    }
}
