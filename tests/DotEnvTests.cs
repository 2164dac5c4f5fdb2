using Repeater.Configuration;

namespace Repeater.Tests;

public class DotEnvTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("  A = b  ", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("export\tA=b", "b")]
    [InlineData("'A'=b", "b")]
    [InlineData("A=", "")]
    [InlineData("A", null)]
    [InlineData("#A=b", null)]
    [InlineData("A=b # comment", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=#c", "#c")]
    [InlineData("A= # comment", "")]
    [InlineData("A=b c  d", "b c  d")]
    [InlineData("A=b'c\"d", "b'c\"d")]
    [InlineData("A='b # c'  # d", "b # c")]
    [InlineData("A=\"b # c\"# d", "b # c")]
    [InlineData("A='b\\nc'", "b\\nc")]
    [InlineData("A='it\\'s \\\\'", "it's \\")]
    [InlineData("A=\"b\\nc\\t\\\"d\\\" \\\\ \\q\"", "b\nc\t\"d\" \\ \\q")]
    [InlineData("A=\"C:\\\\dir\\\\\"\nB=\"x\"", "C:\\dir\\")]
    [InlineData("A=\"first\nsecond\n\"", "first\nsecond\n")]
    [InlineData("A='first\r\nsecond'", "first\nsecond")]
    [InlineData("A=b\rB=c", "b")]
    [InlineData("A=x\nA=y", "y")]
    [InlineData("A=x\nA", null)]
    [InlineData("A=小明 👍", "小明 👍")]
    [InlineData("A=b=c", "b=c")]
    public void A_value_is_read(string text, string? expected)
    {
        var file = DotEnv.Parse(text, _ => null);

        Assert.Empty(file.Errors);
        Assert.Equal(expected, file.Values.GetValueOrDefault("A")?.Text);
    }

    [Theory]
    [InlineData("A=${REAL}", "real")]
    [InlineData("A='${REAL}'", "real")]
    [InlineData("A=${NONE}", "")]
    [InlineData("A=${NONE:-some default}", "some default")]
    [InlineData("A=${REAL:-x}/y", "real/y")]
    [InlineData("B=1\nA=${B}${B}", "11")]
    [InlineData("REAL=file\nA=${REAL}", "real")]
    [InlineData("A=${B}\nB=1", "")]
    [InlineData("A=$REAL $$ ${", "$REAL $$ ${")]
    [InlineData("A=${REAL", "${REAL")]
    [InlineData("A=${REAL:x}", "${REAL:x}")]
    [InlineData("B=${X:-$}{REAL}\nA=${B}", "${REAL}")]
    [InlineData("A=${}", "")]
    public void Variables_in_braces_are_replaced_once(string text, string expected)
    {
        var file = DotEnv.Parse(text, name => name == "REAL" ? "real" : null);

        Assert.Empty(file.Errors);
        Assert.Equal(expected, file.Values["A"].Text);
    }

    [Theory]
    [InlineData("\nPORT 80\n", 2, "expected NAME=value")]
    [InlineData("=x", 1, "there is no name before \"=\"")]
    [InlineData("B=1\n\nA=\"x", 3, "the quote that opens the value of A is never closed (before a closing quote write \\\\ for a backslash)")]
    [InlineData("A='x' y", 1, "there is text after the closing quote of A")]
    [InlineData("'A=x", 1, "a name in quotes is empty or its quote is never closed")]
    public void A_line_that_cannot_be_read_is_named(string text, int line, string problem)
    {
        var file = DotEnv.Parse(text, _ => null);

        Assert.Equal([new DotEnvError(line, problem)], file.Errors);
        Assert.DoesNotContain("A", file.Values.Keys);
    }

    [Fact]
    public void The_lines_after_a_bad_one_are_read_and_lines_are_counted_through_quotes()
    {
        var file = DotEnv.Parse("A B\nC='1\n2'\nD E\nF=2", _ => null);

        Assert.Equal([1, 4], file.Errors.Select(error => error.Line));
        Assert.Equal([2, 5], file.Values.Values.Select(value => value.Line));
    }

    [Fact]
    public void Values_that_double_each_other_are_refused_before_they_fill_the_memory()
    {
        var lines = Enumerable.Range(1, 60).Select(i => $"V{i}=${{V{i - 1}}}${{V{i - 1}}}");

        var file = DotEnv.Parse("V0=xxxxxxxxxx\n" + string.Join('\n', lines), _ => null);

        Assert.Contains("grow beyond all measure", Assert.Single(file.Errors).Problem);
        Assert.True(file.Values.Values.Sum(value => value.Text.Length) < 10 << 20);
    }

    /// <summary>Quadratic work on these takes minutes; the guard is far above linear work on a slow machine.</summary>
    [Theory]
    [InlineData("A=${")]
    [InlineData("${a:")]
    [InlineData("A=\"\\\n")]
    [InlineData("A B\n")]
    [InlineData("'\\")]
    [InlineData(" #")]
    public async Task Hostile_files_are_read_in_linear_time(string part)
    {
        var text = "X=" + string.Concat(Enumerable.Repeat(part, (1 << 20) / part.Length));

        var reading = Task.Run(() => DotEnv.Parse(text, _ => null));

        Assert.NotNull(await reading.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
