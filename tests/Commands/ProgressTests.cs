using Repeater.Commands;

namespace Repeater.Tests.Commands;

public class ProgressTests
{
    [Theory]
    [InlineData(80, "[#############--------------------------]  34%  1,700 of 5,000 users  20 s left")]
    [InlineData(40, "[###-------]  34%  1,700 of 5,000 users")]
    [InlineData(38, " 34%  1,700 of 5,000 users  20 s left")]
    [InlineData(20, " 34%  1,700 of 5,00")]
    public void A_bar_fits_the_line_with_room_for_the_cursor(int width, string expected)
    {
        var bar = Progress.Bar(1700, 5000, "users", TimeSpan.FromSeconds(10), width);

        Assert.Equal(expected, bar);
        Assert.True(bar.Length < width, bar);
    }

    [Fact]
    public void Nothing_to_do_is_done() => Assert.Contains("100%", Progress.Bar(0, 0, "files", TimeSpan.Zero, 80));

    [Fact]
    public void Nobody_who_does_not_watch_is_shown_anything()
    {
        var error = new StringWriter();
        var progress = new Progress(new Surroundings
        {
            Output = error,
            Error = error,
            Environment = _ => null,
            WorkingDirectory = ".",
            Serve = (_, _, _, _, _) => Task.FromResult(ExitCode.Ok),
        });

        progress.Show(1, 2, "files");
        progress.Clear();

        Assert.Equal("", error.ToString());
    }
}
