using Repeater.Render.Text;

namespace Repeater.Tests.Render.Text;

public class TrueTypeFontTests
{
    public static TheoryData<string> Faces => [.. Enum.GetValues<FontFace>().Where(face => face != FontFace.Missing).Select(face => face.ToString())];

    [Theory]
    [MemberData(nameof(Faces))]
    public void Outlines_of_all_glyphs_can_be_read(string face)
    {
        var font = Fonts.Of(Enum.Parse<FontFace>(face));
        var withInk = 0;
        for (var glyph = 0; glyph < font.GlyphCount; glyph++)
        {
            var outline = GlyphOutline.Read(font, glyph);
            withInk += outline.Count > 0 ? 1 : 0;
            Assert.True(outline.Count == 0 || outline[^1].EndsContour);
            Assert.True(outline.TrueForAll(point => Math.Abs(point.X) < 16_000 && Math.Abs(point.Y) < 16_000));
        }

        Assert.InRange(withInk, font.GlyphCount / 4, font.GlyphCount);
    }

    [Fact]
    public void An_outline_has_the_shape_of_its_letter()
    {
        var font = Fonts.Of(FontFace.Sans);
        var capital = GlyphOutline.Read(font, font.GlyphOf('H'));
        var accented = GlyphOutline.Read(font, font.GlyphOf('É'));

        Assert.Equal(font.Metrics.CapHeight, capital.Max(point => point.Y) / font.UnitsPerEm, 0.01);
        Assert.Equal(0, capital.Min(point => point.Y));
        Assert.True(accented.Max(point => point.Y) > capital.Max(point => point.Y), "the accent is part of the outline");
        Assert.True(accented.Count(point => point.EndsContour) == 2, "letter and accent");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0x110000)]
    [InlineData(int.MaxValue)]
    public void What_is_no_code_point_has_no_glyph(int codePoint)
    {
        Assert.False(Fonts.Of(FontFace.Han).Has(codePoint));
    }

    [Fact]
    public void A_glyph_number_beyond_the_font_has_no_ink()
    {
        var font = Fonts.Of(FontFace.Mono);

        Assert.Empty(GlyphOutline.Read(font, font.GlyphCount));
        Assert.Empty(GlyphOutline.Read(font, -1));
    }

    [Fact]
    public void The_Hangul_font_has_all_syllables_and_nothing_else()
    {
        var font = Fonts.Of(FontFace.Hangul);

        Assert.All(Enumerable.Range(0xAC00, 11_172), codePoint => Assert.True(font.Has(codePoint)));
        Assert.False(font.Has('A') || font.Has('字'));
    }
}
