using Repeater.Render;
using Repeater.Render.Drawing;
using Repeater.Render.Layout;
using Repeater.Render.Markdown;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Layout;

/// <summary>Where formulas stand on a page.</summary>
public class FormulaLayoutTests
{
    const float Left = 24;
    const string Wide = "$$f(x)=a_0+a_1(x-x_0)+a_2(x-x_0)^2+a_3(x-x_0)^3+a_4(x-x_0)^4=\\sum_{n=0}^{4}\\frac{f^{(n)}(x_0)}{n!}(x-x_0)^n=P_4(x)+g(x)+h(x)$$";

    static readonly string Matrix = "$$\\begin{pmatrix}" + string.Join("&", Enumerable.Repeat("1234567", 10)) + "\\end{pmatrix}$$";

    static Page Only(string markdown, float? width = null) => Assert.Single(LayoutHelp.Layout(markdown, LayoutHelp.Limits with { Width = width }));

    static bool IsMath(DrawText text) => text.Face is >= FontFace.KatexMain and <= FontFace.KatexSize4;

    static List<DrawText> Math(Page page) => [.. page.Commands.OfType<DrawText>().Where(IsMath)];

    static DrawText Glyph(Page page, string text) => page.Commands.OfType<DrawText>().Single(t => t.Text == text);

    [Fact]
    public void A_formula_in_a_line_stands_on_its_baseline_in_its_colour()
    {
        var page = Only("## 题$x$\n\n文$y$\n\n> 引$z$");

        foreach (var (letter, text) in new[] { ("x", "题"), ("y", "文"), ("z", "引") })
        {
            Assert.Equal((Glyph(page, text).Baseline, Glyph(page, text).Color), (Glyph(page, letter).Baseline, Glyph(page, letter).Color));
        }

        Assert.Equal(22 / 17f, Glyph(page, "x").Size / Glyph(page, "y").Size, 0.001f);
    }

    [Fact]
    public void Between_Han_and_a_formula_is_a_sixth_of_a_square_and_none_before_punctuation()
    {
        var page = Only("中$x$中$a$，");
        var texts = page.Commands.OfType<DrawText>().ToDictionary(t => t.X, t => t.Text).OrderBy(t => t.Key).ToList();

        Assert.Equal(["中", "x", "中", "a", "，"], texts.Select(t => t.Value));
        Assert.Equal(Left + 17 + (17 / 6f), texts[1].Key, 0.01f);
        var (x, a) = (texts[2].Key - texts[1].Key, texts[4].Key - texts[3].Key);
        Assert.Equal(17 / 6f, x - WidthOf("x"), 0.01f);
        Assert.Equal(0, a - WidthOf("a"), 0.01f);

        float WidthOf(string letter)
        {
            var font = Fonts.Of(FontFace.KatexMathItalic);
            return font.AdvanceOf(font.GlyphOf(letter[0])) * Glyph(page, letter).Size;
        }
    }

    [Fact]
    public void A_high_formula_makes_its_own_line_higher_and_no_other()
    {
        var page = Only("一\n二$\\dfrac{\\dfrac ab}{\\dfrac cd}$\n三\n四$x^2_i$\n五");
        var baselines = "一二三四五".Select(c => Glyph(page, c.ToString()).Baseline).ToList();

        Assert.True(baselines[1] - baselines[0] > 28 + 10);
        Assert.True(baselines[2] - baselines[1] > 28 + 10);
        Assert.Equal(28, baselines[3] - baselines[2], 0.01f);
        Assert.Equal(28, baselines[4] - baselines[3], 0.01f);
        Assert.All(Math(page).Where(t => "abcd".Contains(t.Text)), t => Assert.InRange(t.Baseline, baselines[0] + 5, baselines[2] - 15));
    }

    [Fact]
    public void Punctuation_after_a_formula_does_not_begin_a_line()
    {
        for (var before = 1; before < 20; before++)
        {
            var page = Only(new string('中', before) + "$a+b$。" + "后", (2 * Left) + 170);

            var end = page.Commands.OfType<DrawText>().Single(t => t.Text.StartsWith('。'));
            Assert.True(end.X > Left, $"{before} characters before");
            Assert.Equal(Glyph(page, "b").Baseline, end.Baseline);
        }
    }

    [Fact]
    public void A_short_formula_stays_whole_and_a_long_one_breaks_after_a_relation()
    {
        var kept = Only("一二三四五六七八$a=b$", (2 * Left) + 170);
        Assert.Equal(Glyph(kept, "a").Baseline, Glyph(kept, "b").Baseline);
        Assert.Equal(Left, Glyph(kept, "a").X, 0.01f);

        var broken = Only("一二三$aaaa=bbbb=cccc$", (2 * Left) + 170);
        Assert.Equal([Glyph(broken, "一二三").Baseline], Math(broken).Where(t => t.Text == "a").Select(t => t.Baseline).Distinct());
        Assert.True(Math(broken).First(t => t.Text == "b").Baseline > Glyph(broken, "一二三").Baseline);
        Assert.All(Math(broken), t => Assert.InRange(t.X, Left, Left + 170));
        Assert.True(Math(broken).Where(t => t.Text == "=").All(t => t.X > Left + 10), "A relation begins a line.");
    }

    [Fact]
    public void A_formula_of_its_own_is_centred_with_14_pixels_around_and_its_tag_at_the_right()
    {
        var page = Only("文\n\n$$x\\tag{7}$$\n\n后", 540);
        var (x, tag) = (Glyph(page, "x"), Math(page).Single(t => t.Text == ")"));

        Assert.Equal(270, x.X + (0.57f * x.Size / 2), 1);
        var font = Fonts.Of(FontFace.KatexMain);
        Assert.Equal(540 - Left, tag.X + (font.AdvanceOf(font.GlyphOf(')')) * tag.Size), 0.1f);
        Assert.Equal(x.Baseline, tag.Baseline);
    }

    [Fact]
    public void A_wide_formula_becomes_smaller_but_not_below_seven_tenths_then_it_is_broken()
    {
        var full = Math(Only("$$x=1$$"))[0].Size;
        var slightly = Only("$$" + string.Join("+", Enumerable.Repeat("x", 15)) + "=1$$", 540);
        Assert.InRange(Math(slightly).First(t => t.Text == "x").Size / full, 0.7f, 0.99f);
        Assert.Single(Math(slightly).Select(t => t.Baseline).Distinct());

        var broken = Only(Wide, 540);
        Assert.Equal(full, Math(broken).First(t => t.Text == "f").Size, 0.01f);
        Assert.All(broken.Commands.OfType<DrawText>(), t => Assert.InRange(t.X, Left, 540 - Left));
        var lines = Math(broken).Where(t => t.Size == full && t.Text is "f" or "P" or "h").Select(t => t.Baseline).Distinct().Count();
        Assert.True(lines >= 2);
    }

    [Fact]
    public void What_cannot_be_broken_makes_the_page_wider_and_at_last_is_as_small_as_it_must_be()
    {
        Assert.InRange(Only(Matrix).Width, 541, 720);
        Assert.Equal(540, Only(Matrix, 540).Width);
        Assert.All([Only(Matrix), Only(Matrix, 540), Only(Matrix, 320)], page =>
            Assert.All(Math(page), t => Assert.InRange(t.X, Left - 0.1f, page.Width - Left)));
    }

    [Fact]
    public void A_page_is_as_wide_as_its_formula_needs() =>
        Assert.InRange(Only("$$aaaaaaaaaa+bbbbbbbbbb+cccccccccc=1$$").Width, 330, 539);

    [Fact]
    public void In_a_cell_and_a_heading_there_are_no_lines_of_its_own()
    {
        var page = Only("# $$x$$ 题\n\n| a | 乙 |\n|---|---|\n| $$y$$ | 丙 |");

        Assert.Equal(Glyph(page, "题").Baseline, Glyph(page, "x").Baseline);
        Assert.Equal(Glyph(page, "丙").Baseline, Glyph(page, "y").Baseline);
    }

    [Fact]
    public void Cells_of_a_row_share_a_baseline_where_one_has_a_high_formula()
    {
        var page = Only("| 甲 | 乙 |\n|---|---|\n| $\\dfrac{1}{\\dfrac{2}{3}}x$ | 丙 |\n| 丁 | 戊 |");

        Assert.Equal(Glyph(page, "x").Baseline, Glyph(page, "丙").Baseline);
        Assert.True(Glyph(page, "丁").Baseline - Glyph(page, "丙").Baseline > 50);
    }

    [Fact]
    public void The_marker_of_an_item_stands_at_the_baseline_of_its_formula()
    {
        var page = Only("1. $$\\frac{a}{b}=x$$");

        Assert.Equal(Glyph(page, "x").Baseline, Glyph(page, "1.").Baseline);
    }

    [Fact]
    public void Punctuation_follows_a_formula_of_its_own()
    {
        var page = Only("$$x$$。");

        Assert.Equal(Glyph(page, "x").Baseline, Glyph(page, "。").Baseline);
        Assert.True(Glyph(page, "。").X > Glyph(page, "x").X);
    }

    [Theory]
    [InlineData("文 $\\nosuch{x}$ 后", "$\\nosuch{x}$")]
    [InlineData("文 \\(\\nosuch{x}\\) 后", "\\(\\nosuch{x}\\)")]
    [InlineData("$$\n\\nosuch{x}\n$$", "$$|\\nosuch{x}|$$")]
    [InlineData("| a |\n|---|\n| $\\nosuch$ |", "$\\nosuch$")]
    [InlineData("```math\n\\nosuch\n```", "\\nosuch")]
    public void What_cannot_be_drawn_is_shown_as_its_source(string markdown, string source)
    {
        var problems = new List<FormulaProblem>();
        var pages = DocumentLayout.Layout(
            MarkdownReader.Read(markdown, 20_000, false, _ => null), LayoutHelp.Light, new FakeMeasurer(), LayoutHelp.Limits, problems);

        var code = pages[0].Commands.OfType<DrawText>().Where(t => t.Face == FontFace.Mono).GroupBy(t => t.Baseline).OrderBy(g => g.Key)
            .Select(g => string.Concat(g.OrderBy(t => t.X).Select(t => t.Text)));
        Assert.Equal(source, string.Join('|', code));
        Assert.Contains("\\nosuch", Assert.Single(problems).Reason);
    }

    [Fact]
    public void Problems_are_bounded_in_number_and_length()
    {
        var problems = new List<FormulaProblem>();
        var markdown = string.Concat(Enumerable.Range(0, 100).Select(i => $"$\\nosuch{{{i}}}{new string('y', 200)}$\n"));

        DocumentLayout.Layout(MarkdownReader.Read(markdown, 90_000, false, _ => null), LayoutHelp.Light, new FakeMeasurer(), LayoutHelp.Limits, problems);

        Assert.Equal(20, problems.Count);
        Assert.All(problems, p => Assert.InRange(p.Formula.Length, 1, 41));
    }

    [Fact]
    public void A_command_defined_in_one_formula_holds_for_those_after_it()
    {
        var problems = new List<FormulaProblem>();
        DocumentLayout.Layout(
            MarkdownReader.Read("$\\newcommand{\\half}{\\frac12}$甲$\\half$\n\n| $\\half$ |\n|---|\n| $$\\half$$ |\n\n$$\\half$$", 20_000, false, _ => null),
            LayoutHelp.Light, new FakeMeasurer(), LayoutHelp.Limits, problems);

        Assert.Empty(problems);
    }

    [Fact]
    public void A_page_break_divides_no_formula()
    {
        var markdown = string.Concat(Enumerable.Repeat("文\n\n$$\\begin{aligned}x&=1\\\\y&=2\\\\z&=3\\end{aligned}$$\n\n行内 $\\dfrac{u}{v}$\n\n", 30));
        var pages = LayoutHelp.Layout(markdown, LayoutHelp.Limits with { MaxDeviceHeight = 2_000 });

        Assert.True(pages.Count > 2);
        foreach (var page in pages)
        {
            var letters = Math(page).Select(t => t.Text).ToList();
            Assert.Equal(letters.Count(t => t == "x"), letters.Count(t => t == "z"));
            Assert.Equal(letters.Count(t => t == "u"), letters.Count(t => t == "v"));
            Assert.All(Math(page), t => Assert.InRange(t.Baseline, 24, page.Height - 20));
        }
    }

    [Fact]
    public void A_formula_higher_than_a_page_is_made_to_fit()
    {
        var markdown = "$$\\begin{aligned}" + string.Join("\\\\", Enumerable.Repeat("x&=1", 120)) + "\\end{aligned}$$";
        var pages = LayoutHelp.Layout(markdown, LayoutHelp.Limits with { MaxDeviceHeight = 2_000 });

        Assert.All(pages, page => Assert.All(Math(page), t => Assert.InRange(t.Baseline, 24, page.Height - 20)));
        Assert.Equal(120, pages.SelectMany(Math).Count(t => t.Text == "x"));
    }
}
