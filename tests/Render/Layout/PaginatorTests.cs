using Repeater.Render.Drawing;

namespace Repeater.Tests.Render.Layout;

public class PaginatorTests
{
    static string Paragraphs(int count, string text = "一段文字。") => string.Join("\n\n", Enumerable.Range(1, count).Select(i => $"{text}{i}"));

    static IReadOnlyList<Page> Layout(string markdown, int height, int maxPages = 6) =>
        LayoutHelp.Layout(markdown, LayoutHelp.Limits with { MaxDeviceHeight = height, MaxPages = maxPages });

    [Fact]
    public void Pages_keep_the_limit_are_about_equal_and_numbered()
    {
        var pages = Layout(Paragraphs(60), 2_000);

        Assert.Equal(3, pages.Count);
        Assert.All(pages, p => Assert.InRange(p.Height * 2, 1_500, 2_000));
        Assert.Equal(["1/3", "2/3", "3/3"], pages.Select(p => LayoutHelp.Lines(p)[^1]));
    }

    [Fact]
    public void One_page_has_no_number() => Assert.Equal(["一段文字。1"], LayoutHelp.Lines(Layout(Paragraphs(1), 2_000)[0]));

    [Fact]
    public void No_line_is_lost_or_shown_twice()
    {
        var pages = Layout(Paragraphs(200), 3_000);

        Assert.Equal(
            Enumerable.Range(1, 200).Select(i => $"一段文字。{i}"),
            pages.SelectMany(p => LayoutHelp.Lines(p)).Where(l => !l.Contains('/')));
    }

    [Fact]
    public void Beyond_the_last_page_the_rest_is_counted()
    {
        var pages = Layout(Paragraphs(200, "五个汉字。"), 2_000, maxPages: 2);
        var lines = pages.SelectMany(p => LayoutHelp.Lines(p)).Where(l => !l.Contains("/2", StringComparison.Ordinal)).ToList();
        var missing = Enumerable.Range(lines.Count, 200 - lines.Count + 1).Sum(i => $"五个汉字。{i}".Length);

        Assert.Equal(2, pages.Count);
        Assert.Equal($"…其余{missing}字", lines[^1]);
        Assert.All(pages, p => Assert.InRange(p.Height * 2, 1, 2_000));
    }

    [Fact]
    public void Text_too_long_to_read_is_counted_too()
    {
        var page = LayoutHelp.Layout("一二三四五六", maxCharacters: 4)[0];

        Assert.Equal(["一二三四", "…其余2字"], LayoutHelp.Lines(page));
    }

    [Fact]
    public void A_heading_stays_with_what_follows()
    {
        for (var before = 1; before < 40; before++)
        {
            var pages = Layout(Paragraphs(before) + "\n\n## 标题\n\n正文\n\n" + Paragraphs(30), 1_600);

            Assert.DoesNotContain(pages, p => LayoutHelp.Lines(p)[^2] == "标题");
        }
    }

    [Fact]
    public void A_paragraph_is_not_cut_after_its_first_or_before_its_last_line()
    {
        var words = string.Concat(Enumerable.Repeat("很长的一个段落", 40));
        for (var before = 1; before < 30; before++)
        {
            var pages = Layout(Paragraphs(before) + "\n\n首" + words + "末尾", 1_600);
            foreach (var lines in pages.Select(LayoutHelp.Lines))
            {
                Assert.False(lines[^2].StartsWith('首'));
                Assert.False(lines[0].EndsWith("末尾", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void The_header_of_a_table_is_repeated()
    {
        var rows = string.Join("\n", Enumerable.Range(1, 80).Select(i => $"| {i} | 值 |"));
        var pages = Layout($"| 号码 | 名称 |\n|-|-|\n{rows}", 2_000);

        Assert.True(pages.Count > 2);
        Assert.All(pages, p => Assert.Equal("号码名称", LayoutHelp.Lines(p)[0]));
        Assert.All(pages, p => Assert.InRange(p.Height * 2, 1, 2_000));
    }

    [Fact]
    public void A_row_higher_than_a_page_is_cut_between_its_lines()
    {
        var cell = string.Join("<br>", Enumerable.Range(1, 100));
        var pages = Layout($"| a | b |\n|-|-|\n| {cell} | x |", 1_200);

        Assert.All(pages, p => Assert.InRange(p.Height * 2, 1, 1_200));
        Assert.Equal(
            Enumerable.Range(1, 100).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            pages.SelectMany(p => LayoutHelp.Lines(p).Skip(1).SkipLast(1)).Select(l => l.Replace("x", "")));
    }

    [Fact]
    public void Containers_that_are_cut_are_drawn_on_both_pages()
    {
        var code = string.Join("\n", Enumerable.Range(1, 60).Select(i => $"line {i}"));
        var pages = Layout($"> 引\n>\n> ```\n{string.Join("\n", code.Split('\n').Select(l => "> " + l))}\n> ```", 1_200);

        Assert.True(pages.Count > 1);
        Assert.All(pages, p => Assert.Equal(2, p.Commands.OfType<FillRoundRect>().Count(r => r.Area.Width == 12 + 4 || r.Area.Width == 10 + 4 || r.Area.Width == 16 + 4)));
        Assert.All(pages, p => Assert.All(p.Commands.OfType<FillRoundRect>(), r => Assert.InRange(r.Area.Bottom, 0, p.Height)));
    }

    [Fact]
    public void A_high_picture_is_made_to_fit()
    {
        var page = Assert.Single(Layout("![](data:image/png;base64,AAAA)", 280));

        Assert.InRange(page.Height * 2, 1, 280);
        Assert.Equal(3, Assert.Single(page.Commands.OfType<DrawBitmap>()).Area is var area ? area.Width / area.Height : 0, 0.1f);
    }
}
