using Repeater.Render.Text;

namespace Repeater.Tests.Render.Text;

public class FontFallbackTests
{
    static readonly TextStyle Body = new(Mono: false, Bold: false, Italic: false, Size: 16);

    [Theory]
    [InlineData("A", nameof(FontFace.Sans), nameof(FontFace.SansBold), nameof(FontFace.Mono))]
    [InlineData("é", nameof(FontFace.Sans), nameof(FontFace.SansBold), nameof(FontFace.Mono))]
    [InlineData("e\u0301", nameof(FontFace.Sans), nameof(FontFace.SansBold), nameof(FontFace.Mono))]
    [InlineData("Ж", nameof(FontFace.Sans), nameof(FontFace.SansBold), nameof(FontFace.Mono))]
    [InlineData("अ", nameof(FontFace.Sans), nameof(FontFace.SansBold), nameof(FontFace.Sans))]
    [InlineData("字", nameof(FontFace.Han), nameof(FontFace.HanBold), nameof(FontFace.Han))]
    [InlineData("、", nameof(FontFace.Han), nameof(FontFace.HanBold), nameof(FontFace.Han))]
    [InlineData("あ", nameof(FontFace.Han), nameof(FontFace.HanBold), nameof(FontFace.Han))]
    [InlineData("①", nameof(FontFace.Han), nameof(FontFace.HanBold), nameof(FontFace.Han))]
    [InlineData("😀", nameof(FontFace.Emoji), nameof(FontFace.Emoji), nameof(FontFace.Emoji))]
    [InlineData("⟨", nameof(FontFace.Math), nameof(FontFace.Math), nameof(FontFace.Mono))]
    [InlineData("𝒜", nameof(FontFace.Math), nameof(FontFace.Math), nameof(FontFace.Math))]
    [InlineData("✘", nameof(FontFace.Symbols), nameof(FontFace.Symbols), nameof(FontFace.Symbols))]
    [InlineData("⣿", nameof(FontFace.Symbols), nameof(FontFace.Symbols), nameof(FontFace.Symbols))]
    [InlineData("한", nameof(FontFace.Hangul), nameof(FontFace.Hangul), nameof(FontFace.Hangul))]
    [InlineData("☹", nameof(FontFace.Emoji), nameof(FontFace.Emoji), nameof(FontFace.Emoji))] // text by default, but only the emoji font has it
    [InlineData("─", nameof(FontFace.Han), nameof(FontFace.HanBold), nameof(FontFace.Mono))]
    [InlineData("ก", nameof(FontFace.Missing), nameof(FontFace.Missing), nameof(FontFace.Missing))]
    [InlineData("ע", nameof(FontFace.Missing), nameof(FontFace.Missing), nameof(FontFace.Missing))]
    [InlineData("ع", nameof(FontFace.Missing), nameof(FontFace.Missing), nameof(FontFace.Missing))]
    [InlineData("\u0001", nameof(FontFace.Missing), nameof(FontFace.Missing), nameof(FontFace.Missing))]
    [InlineData("\uE000", nameof(FontFace.Missing), nameof(FontFace.Missing), nameof(FontFace.Missing))]
    [InlineData("\u200B", nameof(FontFace.Sans), nameof(FontFace.SansBold), nameof(FontFace.Mono))]
    [InlineData("\n", nameof(FontFace.Sans), nameof(FontFace.SansBold), nameof(FontFace.Mono))]
    public void Each_character_comes_from_the_first_font_that_has_it(string cluster, string regular, string bold, string mono)
    {
        FontFace[] faces =
        [
            FontFallback.Choose(cluster, Body, latinContext: false),
            FontFallback.Choose(cluster, Body with { Bold = true }, latinContext: false),
            FontFallback.Choose(cluster, Body with { Mono = true }, latinContext: false),
        ];

        Assert.Equal([regular, bold, mono], faces.Select(face => face.ToString()));
    }

    [Fact]
    public void A_lone_surrogate_is_a_box()
    {
        Assert.Equal(FontFace.Missing, FontFallback.Choose("\uD83D", Body, latinContext: false));
    }

    [Fact]
    public void Marks_no_font_has_do_not_take_their_base_with_them()
    {
        Assert.Equal(FontFace.Sans, FontFallback.Choose("a\u0E34", Body, latinContext: false));
    }

    // H: full width, from the Chinese font; s: narrow, from the Latin or mathematical one.
    [Theory]
    [InlineData("他说：“你好”。", "HH")]
    [InlineData("He said “hi”.", "ss")]
    [InlineData("don’t", "s")]
    [InlineData("他的don’t", "s")]
    [InlineData("用 “hello” 打招呼", "HH")]
    [InlineData("say “你好” now", "HH")]
    [InlineData("“你好”", "HH")]
    [InlineData("“hello world”", "ss")]
    [InlineData("然后——离开", "HH")]
    [InlineData("word—word", "s")]
    [InlineData("等等……", "HH")]
    [InlineData("wait…", "s")]
    [InlineData("列奥纳多·达·芬奇", "HH")]
    [InlineData("a ≠ b", "s")]
    [InlineData("甲 → 乙", "H")]
    [InlineData("A → B", "s")]
    [InlineData("……", "HH")]
    [InlineData("“”“”", "HHHH")]
    public void Neighbours_decide_the_width_of_signs_that_both_scripts_use(string text, string widths)
    {
        var faces = TextMeasurer.Shared.MeasureClusters(text, Body)
            .Where(piece => AmbiguousWidth.Contains(text.AsSpan(piece.Start, piece.Length)))
            .Select(piece => piece.Face == FontFace.Han ? 'H' : 's');

        Assert.Equal(widths, string.Concat(faces));
    }

    [Fact]
    public void A_hundred_thousand_quotes_in_a_row_are_measured_at_once()
    {
        var pieces = TextMeasurer.Shared.Measure(string.Concat(Enumerable.Repeat("“", 100_000)), Body);

        Assert.Equal(100_000, pieces.Count);
    }
}
