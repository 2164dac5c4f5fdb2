using Repeater.Render;

namespace Repeater.Tests.Render;

public class MarkdownHtmlTests
{
    [Theory]
    [InlineData("# a", "<h1 id=\"a\">a</h1>")]
    [InlineData("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;")]
    [InlineData("甲 \\(a<b\\) 与 $x_1$ 和 $5", "甲 <code>\\(a&lt;b\\)</code> 与 <code>$x_1$</code> 和 $5")]
    [InlineData("$$\na<b\n$$", "<pre><code>$$\na&lt;b\n$$\n</code></pre>")]
    [InlineData("| $|x|$ |\n|---|\n| 1 |", "<th><code>$|x|$</code></th>")]
    public void A_document_is_a_page_with_formulas_as_they_are_written(string markdown, string html) =>
        Assert.Contains(html, MarkdownHtml.Page(markdown));
}
