using Repeater.Render.Markdown;

namespace Repeater.Tests.Render.Markdown;

public class AutolinkTests
{
    [Theory]
    [InlineData("访问https://a.com/x_y_z（说明）后", "p(访问[link:https://a.com/x_y_z]（说明）后)")]
    [InlineData("https://a.com/b?c=d&e=f#g。好", "p([link:https://a.com/b?c=d&e=f#g]。好)")]
    [InlineData("see http://a.com.", "p(see [link:http://a.com].)")]
    [InlineData("(http://a.com/b(c)) http://a.com/b)", "p(([link:http://a.com/b(c)]) [link:http://a.com/b]))")]
    [InlineData("**https://a.com/*b**", "p([b+link:https://a.com/*b])")]
    [InlineData("www.a.com，www.b", "p([link:www.a.com]，www.b)")]
    [InlineData("HTTPS://A.COM ftp://a.b/c", "p([link:HTTPS://A.COM] [link:ftp://a.b/c])")]
    [InlineData("xhttp://a.com http:// https://。", "p(xhttp://a.com http:// https://。)")]
    [InlineData("[https://a.b](https://c.d)", "p([link:https://a.b])")]
    [InlineData("`https://a.b` <https://c.d>", "p([code:https://a.b] [link:https://c.d])")]
    [InlineData("| https://a.b |\n|---|\n| http://c.d |", "table[L](H [link:https://a.b] / [link:http://c.d])")]
    [InlineData("https://例子.com/é", "p(https://例子.com/é)")]
    [InlineData("“https://a.b”", "p(“[link:https://a.b]”)")]
    public void Addresses_end_where_the_text_goes_on(string source, string tree) =>
        Assert.Equal(tree, DocumentText.Of(MarkdownReader.Read(source, 20_000, listLinks: false, _ => null)));
}
