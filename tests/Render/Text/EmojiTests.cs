using System.Globalization;
using System.IO.Compression;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Text;

public class EmojiTests
{
    static readonly TextStyle Body = new(Mono: false, Bold: false, Italic: false, Size: 20);

    [Fact]
    public void Every_fully_qualified_sequence_of_emoji_test_15_is_one_picture_of_one_width()
    {
        var count = 0;
        var failures = new List<string>();
        foreach (var emoji in SequencesOf("fully-qualified"))
        {
            count++;
            var pieces = TextMeasurer.Shared.Measure(emoji, Body);
            if (!Emoji.IsEmoji(emoji) || pieces is not [{ Face: FontFace.Emoji } piece] || Math.Abs(piece.Width - 20 * Fonts.EmojiAdvance) > 0.01f)
            {
                failures.Add(emoji);
            }
        }

        Assert.Equal(3655, count);
        Assert.Empty(failures);
    }

    [Theory]
    [InlineData("😀", true)]
    [InlineData("❤\uFE0F", true)]
    [InlineData("1\uFE0F\u20E3", true)]
    [InlineData("1\u20E3", true)]
    [InlineData("🇨🇳", true)]
    [InlineData("👍🏽", true)]
    [InlineData("🏽", true)]
    [InlineData("☝🏽", true)]
    [InlineData("👩\u200D💻", true)]
    [InlineData("\U0001FAE9", true)] // of Unicode 16: younger than our table, but the font has it
    [InlineData("❤", false)]
    [InlineData("😀\uFE0E", false)]
    [InlineData("☎\uFE0E", false)]
    [InlineData("1", false)]
    [InlineData("1\uFE0F", false)]
    [InlineData("#", false)]
    [InlineData("©", false)]
    [InlineData("★", false)]
    [InlineData("क\u200D", false)]
    [InlineData("字", false)]
    [InlineData("", false)]
    public void A_cluster_is_a_picture_only_when_unicode_says_so(string cluster, bool expected)
    {
        Assert.Equal(expected, Emoji.IsEmoji(cluster));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_picture()
    {
        Assert.False(Emoji.IsEmoji("\uD83D"));
        Assert.False(Emoji.IsEmoji("\uDE00"));
    }

    [Fact]
    public void A_sequence_the_font_has_no_single_glyph_for_is_as_wide_as_its_parts()
    {
        var piece = Assert.Single(TextMeasurer.Shared.Measure("🐻\u200D🔥", Body));

        Assert.Equal((FontFace.Emoji, 2 * 20 * Fonts.EmojiAdvance), (piece.Face, piece.Width), new PieceComparer());
    }

    static IEnumerable<string> SequencesOf(string status)
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(TestFiles.Data("emoji-test-15.0.txt.gz")), CompressionMode.Decompress));
        while (file.ReadLine() is { } line)
        {
            if (line.Split('#')[0].Split(';') is [var codes, var found] && found.Trim() == status)
            {
                yield return string.Concat(codes.Trim().Split(' ').Select(code => char.ConvertFromUtf32(int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
            }
        }
    }

    sealed class PieceComparer : IEqualityComparer<(FontFace Face, float Width)>
    {
        public bool Equals((FontFace Face, float Width) x, (FontFace Face, float Width) y) => x.Face == y.Face && Math.Abs(x.Width - y.Width) < 0.01f;

        public int GetHashCode((FontFace Face, float Width) obj) => obj.Face.GetHashCode();
    }
}
