using System.Globalization;
using Repeater.Chat.Variables;

namespace Repeater.Tests.Chat.Variables;

public class RandomVariableTests
{
    readonly VariableContext _context = Sample.Context;

    [Theory]
    [InlineData("{random 1 3}", "1", "2", "3")]
    [InlineData("{random -1 +1}", "-1", "0", "1")]
    [InlineData("{random 1_0 １１}", "10", "11")]
    [InlineData("{randchoice a 'b c' \"d \\\" e\" f\\ g}", "a", "b c", "d \" e", "f g")]
    [InlineData("{randchoice a it's}", "a", "it's")]
    public void Every_outcome_comes_and_no_other(string text, params string[] outcomes)
    {
        var seen = Enumerable.Range(0, 200).Select(_ => Prompt(text)).ToHashSet();

        Assert.Equal(outcomes.ToHashSet(), seen);
    }

    [Theory]
    [InlineData("{random 9223372036854775807 9223372036854775807}", "9223372036854775807")]
    [InlineData("{random -9223372036854775808 -9223372036854775808}", "-9223372036854775808")]
    [InlineData("{randfloat 1 1}", "1.0")]
    [InlineData("{randfloat -2.5 -2.5}", "-2.5")]
    [InlineData("{randfloat 1e-5 1e-5}", "1e-05")]
    [InlineData("{randfloat INF inf}", "nan")]
    [InlineData("{randfloat nan 0}", "nan")]
    [InlineData("{randchoice ''}", "")]
    public void Extreme_arguments_hold(string text, string expected) => Assert.Equal(expected, Prompt(text));

    [Fact]
    public void The_whole_range_of_integers_is_drawn_from()
    {
        var drawn = Enumerable.Range(0, 64)
            .Select(_ => long.Parse(Prompt("{random -9223372036854775808 9223372036854775807}"), CultureInfo.InvariantCulture))
            .ToList();

        Assert.Contains(drawn, number => number < int.MinValue);
        Assert.Contains(drawn, number => number > int.MaxValue);
    }

    [Fact]
    public void A_float_lies_between_its_arguments_in_either_order()
    {
        for (var count = 0; count < 100; count++)
        {
            Assert.InRange(double.Parse(Prompt("{randfloat 2 1.5}"), CultureInfo.InvariantCulture), 1.5, 2);
        }
    }

    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1, "1.0")]
    [InlineData(-100, "-100.0")]
    [InlineData(0.5630400724547319, "0.5630400724547319")]
    [InlineData(0.1, "0.1")]
    [InlineData(12.5, "12.5")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00012345, "0.00012345")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.000012345, "1.2345e-05")]
    [InlineData(123456789012345.6, "123456789012345.6")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(9007199254740993, "9007199254740992.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.2345678901234568e17, "1.2345678901234568e+17")]
    [InlineData(1e100, "1e+100")]
    [InlineData(double.Epsilon, "5e-324")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Floats_print_as_Python_prints_them(double value, string expected) =>
        Assert.Equal(expected, PythonNumbers.Format(value));

    [Theory]
    [InlineData("it's", "\"it's\"")]
    [InlineData("a'\"", "'a\\'\"'")]
    [InlineData("a\tb", "'a\\tb'")]
    [InlineData("\\", "'\\\\'")]
    [InlineData("\u200b\x7f复🎉", "'\\u200b\\x7f复🎉'")]
    public void Errors_quote_what_they_found_as_Python_does(string found, string quoted)
    {
        Assert.False(PythonNumbers.TryParseInteger(found, out _, out var error));
        Assert.Equal($"invalid literal for int() with base 10: {quoted}", error);
    }

    string Prompt(string text) => VariableTemplate.Expand(text, _context, ExpandMode.Prompt);
}
