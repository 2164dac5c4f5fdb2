using Repeater.Commands;
using Repeater.Configuration;

namespace Repeater.Tests;

public class PrintableTests
{
    [Theory]
    [InlineData("复读机 👨‍👩‍👧 é", "复读机 👨‍👩‍👧 é")]
    [InlineData("a\r\n\tb", "a\\r\\n\\tb")]
    [InlineData("\u001b[31m\u0007", "\\u001b[31m\\u0007")]
    [InlineData("a\u202eb\u2028", "a\\u202eb\\u2028")]
    [InlineData("\U000E0001", "\\U000e0001")]
    public void Text_from_outside_stays_on_its_line_and_out_of_the_terminals_controls(string text, string shown) =>
        Assert.Equal(shown, Printable.Line(text));

    [Fact]
    public void A_quotation_is_cut_between_characters() => Assert.Equal(
        $"\"{string.Concat(Enumerable.Repeat("👨‍👩‍👧", 60))}…\"",
        Printable.Quote(string.Concat(Enumerable.Repeat("👨‍👩‍👧", 100))));

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("复读机", 6)]
    [InlineData("e\u0301", 1)]
    [InlineData("👍", 2)]
    [InlineData("ｆ－", 4)]
    [InlineData("한글かな", 8)]
    [InlineData("…é", 2)]
    public void Chinese_takes_two_columns(string text, int columns) => Assert.Equal(columns, DisplayWidth.Of(text));
}
