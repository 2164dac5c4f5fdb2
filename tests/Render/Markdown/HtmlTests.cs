using Repeater.Render.Markdown;

namespace Repeater.Tests.Render.Markdown;

public class HtmlTests
{
    static string Tree(string source) =>
        DocumentText.Of(MarkdownReader.Read(source, 20_000, listLinks: false, _ => null));

    [Theory]
    [InlineData("a<br>b<br/>c", "p(a⏎b⏎c)")]
    [InlineData("<b>a</b> <strong>b</strong> <i>c</i> <em>d</em>", "p([b:a] [b:b] [i:c] [i:d])")]
    [InlineData("x <u>a</u> <ins>b</ins> <s>c</s> <del>d</del>", "p(x [u:a] [u:b] [s:c] [s:d])")]
    [InlineData("H<sub>2</sub>O x<sup>2</sup>", "p(H[sub:2]O x[super:2])")]
    [InlineData("按 <kbd>Ctrl</kbd>+<kbd>C</kbd> <mark>重</mark> <code>x</code>", "p(按 [key:Ctrl]+[key:C] [mark:重] [code:x])")]
    [InlineData("x <a href=\"http://a.b\">l</a>", "p(x [link:l])")]
    [InlineData("x <span style=\"font-size:9px; color: #f00\">红</span> <font color=blue>蓝</font>", "p(x [#ffff0000:红] [#ff0000ff:蓝])")]
    [InlineData("x <span style=\"color:rgb(1, 2, 3)\">a</span> <font color=\"nonsense\">b</font>", "p(x [#ff010203:a] b)")]
    [InlineData("a <b>x *y</b> z*", "p(a [b:x ][b+i:y][i: z])")]
    [InlineData("a <!-- c --> b <?php x ?> c", "p(a b c)")]
    [InlineData("x <script>alert(1)</script>y", "p(x y)")]
    [InlineData("x <small>小</small> <q>引</q>", "p(x 小 引)")]
    [InlineData("x <img src=a.png alt=图> y", "p(x [chip:🖼️ 图] y)")]
    [InlineData("a\n\n<hr>\n\nb", "p(a) hr p(b)")]
    [InlineData("<div align=\"center\">\n\n# T\n\n</div>\n\nx", "center(h1(T)) p(x)")]
    [InlineData("<p align=center>a<br>b</p>\nc", "center(p(a⏎b)) p(c)")]
    [InlineData("<div style='text-align: center'><b>a</b></div>", "center(p([b:a]))")]
    [InlineData("<h2 align=\"center\">T</h2>", "center(h2(T))")]
    [InlineData("<details>\n<summary>点 <b>x</b></summary>\n\n内 **m**\n\n</details>\n\n后", "details(点 [b:x] :: p(内 [b:m])) p(后)")]
    [InlineData("<details>\n\n内\n", "details(详情 :: p(内))")]
    [InlineData("<div>\na\nb\n</div>", "p(a⏎b)")]
    [InlineData("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "p(　1　　2　⏎　3　)")]
    [InlineData("<ul><li>a</li><li>b</li></ul>", "p(• a⏎• b)")]
    [InlineData("<style>\nb { }\n</style>\n\nx", "p(x)")]
    [InlineData("<!-- a\n\nb -->\n\nc", "p(c)")]
    [InlineData("<div>&lt;b&gt; &amp; 1 < 2</div>", "p(<b> & 1 < 2)")]
    [InlineData("<section>\n\na\n\n</section>", "p(a)")]
    public void A_safe_subset_of_html_works(string source, string tree) => Assert.Equal(tree, Tree(source));

    [Theory]
    [InlineData("List<String> 和 Map<K, V>")]
    [InlineData("List<Object> vector<map>")]
    [InlineData("use <think> here")]
    [InlineData("泛型 List<S> 与 <b>未闭合")]
    [InlineData("x </b> y")]
    [InlineData("a <3 b <> c </ d>")]
    public void What_is_no_html_or_has_no_end_is_text(string text) => Assert.Equal($"p({text})", Tree(text));

    [Fact]
    public void Ten_thousand_open_elements_are_no_burden()
    {
        var tree = Tree("x" + string.Concat(Enumerable.Repeat("<b>", 3000)) + "y" + string.Concat(Enumerable.Repeat("</b>", 2700)));

        Assert.Contains("[b:y]", tree, StringComparison.Ordinal);
    }
}
