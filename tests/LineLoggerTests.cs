using Microsoft.Extensions.Logging;

namespace Repeater.Tests;

public class LineLoggerTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, 45, TimeSpan.Zero);

    [Fact]
    public void An_event_is_one_line_of_time_level_category_number_and_message()
    {
        var output = new StringWriter { NewLine = "\n" };

        Log.NotRendered(LoggerTo(output), "小明", "busy");

        Assert.Equal("2026-11-22T12:00:00.045Z warn image.failed no image for 小明: busy\n", output.ToString());
    }

    [Fact]
    public void As_json_an_event_is_one_object()
    {
        var output = new StringWriter { NewLine = "\n" };
        using var provider = new LineLoggerProvider(output, new FixedClock(Noon), LogFormat.Json);

        Log.NotRendered(provider.CreateLogger("Repeater"), "小\n明", "busy");

        Assert.Equal(
            """{"time":"2026-11-22T12:00:00.045Z","level":"warn","event":"image.failed","message":"no image for 小\n明: busy","user":"小\n明","reason":"busy"}""" + "\n",
            output.ToString());
    }

    [Fact]
    public void What_others_wrote_cannot_begin_a_line_or_colour_a_terminal()
    {
        var output = new StringWriter { NewLine = "\n" };

        Log.NotRendered(LoggerTo(output), "a\r\nb\u001b[31m\u2028c\u0085你", "busy");

        Assert.Contains("for a\\nb\\x1b[31m c\\x85你: ", output.ToString());
    }

    [Fact]
    public void An_exception_stands_on_the_same_line()
    {
        var output = new StringWriter { NewLine = "\n" };

        Log.RequestFailed(LoggerTo(output), new InvalidOperationException("two\nlines"), "GET", "/x", "7");

        Assert.EndsWith("error request.failed GET /x failed, error id 7. System.InvalidOperationException: two\\nlines\n", output.ToString());
    }

    [Fact]
    public void A_log_that_cannot_be_written_stops_nobody()
    {
        var stream = new FullStream();
        using var provider = new LineLoggerProvider(new StreamWriter(stream), new FixedClock(Noon));

        Log.NotRendered(provider.CreateLogger("Repeater"), "u", "busy");

        Assert.True(stream.Tries > 0);
    }

    sealed class FullStream : MemoryStream
    {
        public int Tries { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Tries++;
            throw new IOException("No space left on device");
        }
    }

    static ILogger LoggerTo(TextWriter output) => new LineLoggerProvider(output, new FixedClock(Noon)).CreateLogger("Repeater");
}
