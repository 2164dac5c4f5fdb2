using Repeater.Render.Drawing;
using Repeater.Render.Markdown;

namespace Repeater.Tests.Render.Markdown;

public class MarkdownReaderTests
{
    static Document Read(string source, int maxCharacters = 20_000, bool listLinks = false) =>
        MarkdownReader.Read(source, maxCharacters, listLinks, _ => new Bitmap(2, 1, new byte[8]));

    static string Tree(string source) => DocumentText.Of(Read(source));

    [Theory]
    [InlineData("你好", "p(你好)")]
    [InlineData("a\nb  \nc\\\nd", "p(a⏎b⏎c⏎d)")]
    [InlineData("# T #\n## ~~x~~\n###### y", "h1(T) h2([s:x]) h6(y)")]
    [InlineData("Setext\n---", "h2(Setext)")]
    [InlineData("##标题\n###**粗**\n##1. 节", "h2(标题) h3([b:粗]) h2(1. 节)")]
    [InlineData("#话题 ##x", "p(#话题 ##x)")]
    [InlineData("**重点。**后文*「引」*后", "p([b:重点。]后文[i:「引」]后)")]
    [InlineData("***a*** __b__ _c_", "p([b+i:a] [b:b] [i:c])")]
    [InlineData("H~2~O x^2^ ==重== ++插++ ~~删~~", "p(H[sub:2]O x[super:2] [mark:重] [u:插] [s:删])")]
    [InlineData("`a  b` ``c`d``", "p([code:a  b] [code:c`d])")]
    [InlineData("- a\n- b\n  1. c\n  2. d", "ul(0:p(a) 0:p(b) ol(1:p(c) 2:p(d)))")]
    [InlineData("3. a\n\n   b\n4. c", "ol-loose(3:p(a) p(b) 4:p(c))")]
    [InlineData("- [ ] a\n- [x] b", "ul(0_:p(a) 0x:p(b))")]
    [InlineData("> a\n>> b", "quote(p(a) quote(p(b)))")]
    [InlineData("> [!WARNING]\n> 小心", "warning(p(小心))")]
    [InlineData("---\n***", "hr hr")]
    [InlineData("```py title=x\nif a:\n\tb\n```", "code:py(if a:⏎\tb)")]
    [InlineData("~~~\n<b>&amp;\n~~~", "code:(<b>&amp;)")]
    [InlineData("    indented", "code:(indented)")]
    [InlineData("a\n```\nunclosed", "p(a) code:(unclosed)")]
    [InlineData("|a|b|\n|:-:|-:|\n|1|`x\\|y`|", "table[CR](H a | b / 1 | [code:x|y])")]
    [InlineData("文：\n| a | b |\n|---|---|\n| 1 | 2<br>3 |\n后文", "p(文：) table[LL](H a | b / 1 | 2⏎3) p(后文)")]
    [InlineData("> | a | b |\n> |---|---|\n> | 1 | 2 |\n> 后", "quote(table[LL](H a | b / 1 | 2) p(后))")]
    [InlineData("a | b\n\nc || d", "p(a | b) p(c || d)")]
    [InlineData("| a | b |\n|---|---|\n| 1 |", "table[LL](H a | b / 1 | )")]
    [InlineData("x[^n]。\n\n[^n]: 注 **b**", "p(x[link+super:1]。) notes(1 p(注 [b:b]))")]
    [InlineData("x[^n]y[^m]z[^n]\n\n[^m]: 二\n[^n]: 一", "p(x[link+super:1]y[link+super:2]z[link+super:1]) notes(1 p(一) 2 p(二))")]
    [InlineData("&lt;&copy;&#x4f60; \\*a\\*", "p(<©你 *a*)")]
    [InlineData("[文](http://a.b) [空]()", "p([link:文] [link:空])")]
    [InlineData("![图](http://a/b.png) ![](x)", "p([chip:🖼️ 图] [chip:🖼️ 图片])")]
    [InlineData("![a](data:image/png;base64,AAAA)", "p(<2x1>)")]
    [InlineData("![a](data:image/webp;base64,AAAA)", "p([chip:🖼️ a])")]
    [InlineData("[a] ![b]\n\n[a]: http://x\n[b]: http://y\n[1]: http://z \"题\"\n[2]: http://w", "p([link:a] [chip:🖼️ b]) p([1]: [link:http://z] 题⏎[2]: [link:http://w])")]
    [InlineData("文\n\n[^n]: 无人引用", "p(文) p([^n]:) p(无人引用)")]
    [InlineData("", "")]
    [InlineData(" \n\t\n", "")]
    public void Markdown_becomes_blocks(string source, string tree) => Assert.Equal(tree, Tree(source));

    [Theory]
    [InlineData("3~5个，大约10~15分钟")]
    [InlineData("好的~今天也~加油")]
    [InlineData("C++和C++的区别，i++ and j++")]
    [InlineData("x==1 and y==2")]
    [InlineData("2*3=6，4*5=20")]
    [InlineData("10^5 和 10^6")]
    [InlineData("snake_case_name 和 __init")]
    [InlineData("**未闭合 `也是")]
    [InlineData("[a] [b](未闭合 ![c")]
    [InlineData("1 < 2 & 3 > 2 <- $100 和 $200")]
    public void Signs_that_belong_to_the_text_stay_in_it(string text) => Assert.Equal($"p({text})", Tree(text));

    [Fact]
    public void Targets_of_links_are_listed_where_the_text_does_not_show_them()
    {
        var document = Read(
            "[文档](https://a.b/c) [again](https://a.b/c) <https://d.e> [d.e](https://d.e/) [t](http://f \"标题\") [锚](#x) [见 d.e](http://d.e)",
            listLinks: true);

        Assert.Equal(
            "p([link:文档][link+super:[1]] [link:again][link+super:[1]] [link:https://d.e] [link:d.e] [link:t][link+super:[2]] [link:锚] [link:见 d.e][link+super:[3]]) "
            + "notes([1] p(https://a.b/c) [2] p(http://f 标题) [3] p(http://d.e))",
            DocumentText.Of(document));
    }

    [Fact]
    public void Text_beyond_the_limit_is_counted_and_no_character_is_cut_in_two()
    {
        var document = Read("一二三四五👨‍👩‍👧六七", maxCharacters: 7);

        Assert.Equal("p(一二三四五) +7", DocumentText.Of(document));
    }

    [Fact]
    public void Pictures_do_not_count_as_text_and_their_data_is_not_shown_as_text()
    {
        var data = "data:image/png;base64," + new string('A', 100_000);
        var document = Read($"![a]({data}) 文\n\n`{data}`", maxCharacters: 200);

        Assert.Equal($"p(<2x1> 文) p([code:{data[..60]}…])", DocumentText.Of(document));
    }

    [Fact]
    public void Half_surrogates_and_control_characters_become_visible() =>
        Assert.Equal("p(a\ufffdb\u241b[0m)", Tree("a\ud83db\u001b[0m"));

    [Theory]
    [InlineData("> ", 10_000)]
    [InlineData("[", 20_000)]
    [InlineData("1. ", 6_000)]
    [InlineData("> - ", 5_000)]
    public void Nesting_that_the_parser_refuses_is_shown_as_text(string part, int times)
    {
        var source = string.Concat(Enumerable.Repeat(part, times));

        Assert.Equal($"p({source})", Tree(source));
    }
}
