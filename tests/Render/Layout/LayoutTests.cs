using Repeater.Render.Drawing;

namespace Repeater.Tests.Render.Layout;

public class LayoutTests
{
    [Theory]
    [InlineData("paragraphs", "你好，world。\n第二行\n\n**粗** *斜* ~~删~~ <u>线</u> H<sub>2</sub>O `代码 x` <kbd>Esc</kbd> ==标== <span style=\"color:red\">红</span> 😀\n\n[文](http://a.b) https://c.d ![图](x.png) ![](data:image/png;base64,AAAA)")]
    [InlineData("headings", "# 一\n\n## 二\n\n### 三\n\n#### 四\n\n##### 五\n\n文")]
    [InlineData("lists", "- 一\n  - 二\n    - 三\n\n1. a\n2. b\n   1. c\n      1. d\n10. e\n\n- [ ] f\n- [x] g\n-\n")]
    [InlineData("quotes", "> 引\n>\n> > 内\n\n> [!WARNING]\n> 小心\n\n<details><summary>点</summary>\n\n内容\n\n</details>")]
    [InlineData("code", "```cs\nif (x)\n{\n\tvar 变量 = \"值\"; // 注释 comment that is longer than the row can be because it goes on and on and on and on and on\n}\n```\n\n```\n┌─┐\n│字😀│\n```")]
    [InlineData("table", "| 左 | 中 | 右 |\n|:--|:-:|--:|\n| 1 | **2** | 3 |\n| `四` | 五<br>六 | |")]
    [InlineData("cards", "|a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|\n|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|\n|长长长长|长长长长|长长长长|长长长长|长长长长|长长长长|长长长长|长长长长|长长长长|长长长长|长长长长|长长长长|长长长长|长长长长|长长长长|")]
    [InlineData("notes", "文[^1]与[链](http://a.b/c)。\n\n---\n\n[^1]: 注\n    第二段")]
    [InlineData("centered", "<div align=center>\n\n# 题\n\n文\n\n|a|\n|-|\n|b|\n\n</div>")]
    public void A_block_is_laid_out_as_approved(string name, string markdown) =>
        Approved.Matches($"layout-{name}.txt", PageText.Of(LayoutHelp.Layout(markdown)));

    [Theory]
    [InlineData("好", 320)]
    [InlineData("一二三四五六七八九十一二三四五六七八九十一二", 423)]
    [InlineData("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十", 525)]
    [InlineData("```\n0123456789012345678901234567890123456789012345678901234567890123456789\n```", 670)]
    [InlineData("```\n01234567890123456789012345678901234567890123456789012345678901234567890123456789\n```", 540)]
    [InlineData("|一二三四|一二三四|一二三四|一二三四|一二三四|一二三四|\n|-|-|-|-|-|-|", 720)]
    [InlineData("|一二三四|一二三四|一二三四|一二三四|一|\n|-|-|-|-|-|\n|a|b|c|d|一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十|", 616)]
    public void A_page_is_as_wide_as_its_content_needs(string markdown, float width) =>
        Assert.Equal(width, LayoutHelp.Layout(markdown)[0].Width);

    [Fact]
    public void A_given_width_is_kept()
    {
        var limits = LayoutHelp.Limits with { Width = 400 };

        Assert.All((string[])["好", "|一二三四|一二三四|一二三四|一二三四|一二三四|一二三四|\n|-|-|-|-|-|-|"], m => Assert.Equal(400, LayoutHelp.Layout(m, limits)[0].Width));
    }

    [Theory]
    [InlineData("一二三四五六七八九十，一二", "一二三四五六七八九十，|一二")] // hangs instead of taking 十 along
    [InlineData("一二三四五六七八九十。", "一二三四五六七八九十。")]
    [InlineData("一二三四五六七八九十一", "一二三四五六七八九|十一")] // no lone character
    [InlineData("一二三四五六七八九十一。", "一二三四五六七八九|十一。")]
    [InlineData("一二三四五六七八九“十一”", "一二三四五六七八九|“十一”")]
    [InlineData("一二三四五六七八九（十一）", "一二三四五六七八九|（十一）")]
    [InlineData("一二三四五六七「八」，「九」十", "一二三四五六七「八」，|「九」十")] // closed up to half squares
    [InlineData("一二三四 abcdefgh ijkl", "一二三四 abcdefgh |ijkl")]
    [InlineData("https://a.b/cde?fgh=ijk&lmn", "https://a.b/cde?|fgh=ijk&lmn")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrst|uvwxyz")]
    [InlineData("一二三四五 `--a-b/c-d` 六", "一二三四五|--a-b/c-d 六")] // a short name of code stays whole
    [InlineData("一二三四 `a-b c-d e-f`", "一二三四a-b c-d|e-f")]
    [InlineData("`abcdefghijkl-mnopqrstuvwx/yz`", "abcdefghijkl-|mnopqrstuvwx/yz")]
    [InlineData("一二三四五六七 20200101.000-0101", "一二三四五六七|20200101.000-0101")]
    [InlineData("12345678.12345-12345678", "12345678.12345-|12345678")]
    [InlineData("一二三四五六七八九😀", "一二三四五六七八|九😀")] // no lone emoji
    public void Lines_of_ten_Han_break_as_a_typesetter_would_break_them(string text, string expected)
    {
        // 10 characters of 17 px.
        var page = LayoutHelp.Layout(text, LayoutHelp.Limits with { Width = (2 * 24) + 170 })[0];

        Assert.Equal(expected.Replace("|", "\n").Replace(" ", ""), string.Join("\n", LayoutHelp.Lines(page)).Replace(" ", ""));
    }

    [Fact]
    public void Baselines_and_edges_are_whole_device_pixels()
    {
        var pages = LayoutHelp.Layout(File.ReadAllText(TestFiles.Data("samples/nesting.md")), LayoutHelp.Limits with { Scale = 1.5f });

        Assert.All(pages.SelectMany(p => p.Commands).OfType<DrawText>(), t => Assert.Equal(0, Fraction(t.Baseline * 1.5f), 0.02f));
        Assert.All(pages.SelectMany(p => p.Commands).OfType<FillRect>(), r => Assert.Equal(0, Fraction(r.Area.Y * 1.5f), 0.02f));

        static float Fraction(float number) => MathF.Abs(number - MathF.Round(number));
    }

    [Fact]
    public void A_row_of_dashes_is_one_line_of_whole_squares()
    {
        var commands = LayoutHelp.Layout("中——中")[0].Commands;

        Assert.Equal([24f, 24 + (3 * 17)], commands.OfType<DrawText>().Select(t => t.X));
        Assert.Equal(2 * 17 * 0.96f, Assert.Single(commands.OfType<FillRect>()).Area.Width, 0.01f);
    }

    [Fact]
    public void Frames_of_code_and_keys_touch_neither_each_other_nor_letters()
    {
        var commands = LayoutHelp.Layout("(`a`)<kbd>b</kbd><kbd>c</kbd>, d")[0].Commands;

        // Each frame is two boxes, one inside the other.
        var frames = commands.OfType<FillRoundRect>().Where((_, i) => i % 2 == 0).Select(f => f.Area).ToList();
        var texts = commands.OfType<DrawText>().ToDictionary(t => t.Text, t => t.X);
        Assert.Equal(24 + 8.5f + 2, frames[0].X, 0.01f);
        Assert.Equal(frames[0].Right + 2, texts[")"], 0.01f);
        Assert.Equal(frames[1].Right + 2, frames[2].X, 0.01f);
        Assert.Equal(frames[2].Right, texts[", d"], 0.01f);
    }

    [Fact]
    public void Text_between_Han_and_Latin_has_a_sixth_of_a_square_of_air_and_code_brings_its_own()
    {
        var texts = LayoutHelp.Layout("中a中`b`中")[0].Commands.OfType<DrawText>().ToList();

        Assert.Equal(["中", "a", "中", "b", "中"], texts.Select(t => t.Text));
        Assert.Equal(24 + 17 + (17 / 6f), texts[1].X, 0.01f);
        Assert.Equal(texts[1].X + 8.5f + (17 / 6f), texts[2].X, 0.01f);
    }
}
