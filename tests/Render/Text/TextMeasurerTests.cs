using Repeater.Render.Text;

namespace Repeater.Tests.Render.Text;

public class TextMeasurerTests
{
    static readonly TextStyle Body = new(Mono: false, Bold: false, Italic: false, Size: 20);
    static readonly TextMeasurer Measurer = TextMeasurer.Shared;

    [Theory]
    [InlineData("字", 20)]
    [InlineData("，", 20)]
    [InlineData("한", 18.4)]
    [InlineData("\u3000", 20)]
    [InlineData("\u200B", 0)]
    [InlineData("\n", 0)]
    [InlineData("", 0)]
    public void Widths_are_those_of_the_font(string text, double width)
    {
        Assert.Equal(width, Width(text, Body), 0.001);
    }

    [Fact]
    public void Code_has_cells_of_six_tenths_of_its_size()
    {
        var code = Body with { Mono = true };

        Assert.All("iW0!=->".Select(character => Width(character.ToString(), code)), width => Assert.Equal(12, width, 0.001));
        Assert.Equal(7 * 12, Width("a != bc", code), 0.001);
    }

    [Fact]
    public void A_word_is_kerned_and_its_clusters_alone_are_not()
    {
        Assert.True(Width("AVATAR", Body) < Measurer.MeasureClusters("AVATAR", Body).Sum(piece => piece.Width) - 0.5);
    }

    [Fact]
    public void Italic_is_drawn_glyph_by_glyph_and_measured_so()
    {
        var italic = Body with { Italic = true };

        Assert.Equal(Measurer.MeasureClusters("AVATAR", italic).Sum(piece => piece.Width), Width("AVATAR", italic), 0.001);
    }

    [Fact]
    public void Widths_grow_with_the_size()
    {
        Assert.Equal(3 * Width("Repeater 复读机 😀", Body), Width("Repeater 复读机 😀", Body with { Size = 60 }), 0.01);
    }

    [Fact]
    public void Bold_is_wider()
    {
        Assert.True(Width("Repeater", Body with { Bold = true }) > Width("Repeater", Body) + 1);
    }

    [Theory]
    [InlineData("Hello, world! 3.14", "Hello,| |world!| |3.|14")]
    [InlineData("foo-bar/baz(qux)", "foo|-|bar|/|baz|(|qux|)")]
    [InlineData("don't stop", "don't| |stop")]
    [InlineData("复读机Repeater好", "复|读|机|Repeater|好")]
    [InlineData("……——好", "…|…|——|好")]
    [InlineData("a\u0301b x😀y", "a\u0301b| |x|😀|y")]
    [InlineData("snake_case9", "snake_case9")]
    [InlineData("a\r\nb", "a|\r\n|b")]
    public void Words_are_pieces_and_everything_else_is_one_by_one(string text, string pieces)
    {
        Assert.Equal(pieces, string.Join('|', Measurer.Measure(text, Body).Select(piece => text.Substring(piece.Start, piece.Length))));
    }

    [Fact]
    public void Pieces_cover_any_text_without_gaps()
    {
        var random = new Random(20240628);
        string[] parts = ["a", "Z", "字", "😀", "👩\u200D💻", "\uD83D", "\uDE00", "\u0301", "“", "—", "\u200D", "\uFE0F", "한", " ", "\n", "\r", "\0", "ก", "é", "1", "\u20E3", "🇨", "\U000E0041"];
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => parts[random.Next(parts.Length)]));
            var style = new TextStyle(random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0, 16);
            foreach (var pieces in new[] { Measurer.Measure(text, style), Measurer.MeasureClusters(text, style) })
            {
                Assert.Equal(text, string.Concat(pieces.Select(piece => text.Substring(piece.Start, piece.Length))));
                Assert.All(pieces, piece => Assert.True(float.IsFinite(piece.Width) && piece.Width >= 0));
            }
        }
    }

    [Fact]
    public void A_word_without_end_is_cut_into_pieces_that_are_quick_to_shape()
    {
        var pieces = Measurer.Measure(new string('x', 100_000), Body);

        Assert.Equal((100_000, 256), (pieces.Sum(piece => piece.Length), pieces.Max(piece => piece.Length)));
    }

    [Fact]
    public void Thousands_of_marks_on_one_letter_stay_one_cluster()
    {
        var piece = Assert.Single(Measurer.Measure("z" + new string('\u0335', 20_000), Body));

        Assert.InRange(piece.Width, 5, 20);
    }

    [Fact]
    public void A_box_for_a_missing_character_has_the_room_its_code_needs()
    {
        Assert.True(Width("𓀀", Body) > Width("ก", Body));
        Assert.Equal(["0E01", "0E34"], MissingGlyph.CodesOf("ก\u0E34"));
        Assert.Equal(["D83D"], MissingGlyph.CodesOf("\uD83D"));
    }

    [Fact]
    public void Lines_of_Han_are_centred_by_the_metrics_of_the_body_font()
    {
        var metrics = Measurer.Metrics(Body);

        // The em box of the Chinese font reaches from 0.88 above the baseline to 0.12 below.
        Assert.Equal((0.88 - 0.12) * 20 / 2, (metrics.Ascent - metrics.Descent) / 2, 0.2);
    }

    static double Width(string text, TextStyle style) => Measurer.Measure(text, style).Sum(piece => piece.Width);
}
