using System.Buffers.Binary;
using Repeater.Render;

namespace Repeater.Tests.Render;

public class MarkdownRendererTests
{
    static RenderOptions Options => new() { Theme = ThemeCatalog.Default.Find("light")! };

    [Theory]
    [InlineData("")]
    [InlineData("好")]
    [InlineData("# 题\n\n| a | b |\n|-|-|\n| 1 | 😀 |")]
    public void Any_text_is_a_png_of_the_size_it_says(string markdown)
    {
        var page = Assert.Single(MarkdownRenderer.Render(markdown, Options));

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], page.Png[..4]);
        Assert.Equal(page.Width, BinaryPrimitives.ReadInt32BigEndian(page.Png.AsSpan(16)));
        Assert.Equal(page.Height, BinaryPrimitives.ReadInt32BigEndian(page.Png.AsSpan(20)));
    }

    [Fact]
    public void Width_and_scale_are_kept()
    {
        var page = Assert.Single(MarkdownRenderer.Render("好", Options with { Width = 400, Scale = 1.5f }));

        Assert.Equal(600, page.Width);
    }

    [Fact]
    public void The_same_text_is_the_same_picture_whoever_else_draws()
    {
        var markdown = File.ReadAllText(TestFiles.Data("samples/emoji.md"));
        var alone = MarkdownRenderer.Render(markdown, Options)[0].Png;

        var together = new byte[4][];
        Parallel.For(0, together.Length, i => together[i] = MarkdownRenderer.Render(markdown, Options)[0].Png);

        Assert.All(together, png => Assert.Equal(alone, png));
    }

    [Fact]
    public void Files_too_large_for_a_chat_are_made_smaller()
    {
        var markdown = File.ReadAllText(TestFiles.Data("samples/long-answer.md"));
        var options = Options with { MaxFileBytes = 120_000 };

        var pages = MarkdownRenderer.Render(markdown, options);

        Assert.True(pages.Count > 1);
        Assert.All(pages, p => Assert.InRange(p.Png.Length, 1, options.MaxFileBytes));
    }

    [Theory]
    [InlineData(100, 2f, "width")]
    [InlineData(3000, 2f, "width")]
    [InlineData(null, 0.1f, "scale")]
    [InlineData(null, float.NaN, "scale")]
    public void Options_out_of_range_are_refused(int? width, float scale, string word)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => MarkdownRenderer.Render("好", Options with { Width = width, Scale = scale }));

        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_render_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => MarkdownRenderer.Render("好", Options, cancellation: cancelled.Token));
    }

    /// <summary>Random edits through the real fonts and the native library.</summary>
    [Fact]
    public void Edited_samples_are_drawn()
    {
        var samples = Mutation.Samples;
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("REPEATER_FUZZ_DRAWN"), out var asked) ? asked : 20;
        for (var seed = 0; seed < rounds; seed++)
        {
            var pages = MarkdownRenderer.Render(Mutation.Of(samples, new Random(seed)), Options with { Scale = 1 });

            Assert.All(pages, p => Assert.InRange(p.Png.Length, 60, Options.MaxFileBytes));
        }
    }
}
