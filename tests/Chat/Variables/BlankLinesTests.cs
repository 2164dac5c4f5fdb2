using Repeater.Chat.Variables;

namespace Repeater.Tests.Chat.Variables;

public class BlankLinesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a\nb", "a\nb")]
    [InlineData("a\n\nb", "a\n\nb")]
    [InlineData("a\n\n\n\nb\n", "a\n\nb\n")]
    [InlineData("\n\n\na", "\na")]
    [InlineData("a\n\n\n", "a\n\n")]
    [InlineData("a\n  \n\t\n\nb", "a\n  \nb")]
    [InlineData("a\n\n  ", "a\n\n")]
    [InlineData("a\r\n\r\n\r\nb", "a\r\n\r\nb")]
    [InlineData("a\r\r\rb", "a\r\rb")]
    [InlineData("a\n\v\f\x1c\x1d\x1e\x85\u2028\u2029b", "a\n\vb")]
    [InlineData("a\x1cb\x1f\n\x1f\n\x1f\nc", "a\x1cb\x1f\n\x1f\nc")]
    [InlineData("a\n\u3000\n\u3000\nb", "a\n\u3000\nb")]
    [InlineData("a\n\u200b\n\u200b\nb", "a\n\u200b\n\u200b\nb")]
    public void Only_the_first_of_several_blank_lines_stays(string text, string expected) =>
        Assert.Equal(expected, BlankLines.Squeeze(text));
}
