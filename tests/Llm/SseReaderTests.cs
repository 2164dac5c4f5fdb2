using System.Text;
using Repeater.Llm;

namespace Repeater.Tests.Llm;

public class SseReaderTests
{
    /// <summary>A stream, and its events written as <c>type|data</c>, one after the other with <c>§</c> between.</summary>
    public static TheoryData<string, string> Streams => new()
    {
        // The examples of the standard.
        { "data: YHOO\ndata: +2\ndata: 10\n\n", "|YHOO\n+2\n10" },
        { ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n", "|first event§|second event§| third event" },
        { "data\n\ndata\ndata\n\ndata:", "|§|\n" },
        { "data:test\n\ndata: test\n\n", "|test§|test" },
        // Line ends.
        { "data: a\r\n\r\ndata: b\r\n\r\n", "|a§|b" },
        { "data: a\r\rdata: b\r\r", "|a§|b" },
        { "data: a\n\r\ndata: b\r\n\n", "|a§|b" },
        { "data: a\r\ndata: b\r\n\r\n", "|a\nb" },
        // Byte order mark: the first is skipped, a second makes an unknown field.
        { "\uFEFFdata: a\n\n", "|a" },
        { "\uFEFF\uFEFFdata: a\n\ndata: b\n\n", "|b" },
        { "data: a\n\n\uFEFFdata: b\n\n", "|a" },
        // Comments and unknown fields.
        { ":\n:x\ndata: a\n: in between\ndata: b\n\n:\n\n", "|a\nb" },
        { "foo: bar\nDATA: x\n data: y\ndata : z\n\n", "" },
        { "<html>\n\n<body>hi</body>\n", "" },
        // Types: the last one counts, none without data, none left over.
        { "event: error\ndata: a\n\ndata: b\n\n", "error|a§|b" },
        { "event: one\nevent:two\ndata: a\n\n", "two|a" },
        { "event: lost\n\ndata: a\n\n", "|a" },
        // A field of llama.cpp's own.
        { "data: a\n\nerror: b\n\ndata: c\n\n", "|a§error|b§|c" },
        // A colon in the value, one space taken, the rest kept.
        { "data: {\"a\": \"b:c\"} \n\n", "|{\"a\": \"b:c\"} " },
        { "data:\n\n", "|" },
        // What the end of the stream leaves open is no event.
        { "data: a\n\ndata: b\n", "|a" },
        { "data: a", "" },
        { "", "" },
        // Characters of several bytes.
        { "data: 你好😀\n\n", "|你好😀" },
    };

    [Theory, MemberData(nameof(Streams))]
    public void A_stream_is_split_into_its_events_wherever_it_is_cut(string stream, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var size = 1; size <= bytes.Length + 1; size++)
        {
            Assert.Equal(expected, Read(bytes, size));
        }
    }

    [Theory]
    [InlineData("id: 7\ndata: a\n\n", "7")]
    [InlineData("id: 7\n\nid: 8\n\n", "8")]
    [InlineData("id: 7\n\nid\n\n", "")]
    [InlineData("id: 7\n\nid: 8\0\n\n", "7")]
    [InlineData("data: a\n\n", "")]
    public void The_last_event_id_is_kept(string stream, string expected)
    {
        using var reader = new SseReader(1000);
        Drain(reader, stream);

        Assert.Equal(expected, reader.LastEventId);
    }

    [Theory]
    [InlineData("retry: 1500\n", 1500)]
    [InlineData("retry:0\n", 0)]
    [InlineData("retry: 15s\n", null)]
    [InlineData("retry: -1\n", null)]
    [InlineData("retry:\n", null)]
    [InlineData("retry: 99999999999999999999\n", null)]
    public void The_reconnection_time_is_read_when_it_is_a_number(string stream, int? expected)
    {
        using var reader = new SseReader(1000);
        Drain(reader, stream);

        Assert.Equal(expected, (int?)reader.Retry?.TotalMilliseconds);
    }

    [Theory]
    [InlineData("data: 12345678901\n\n")]
    [InlineData("data: 123456\ndata: 123456\n\n")]
    [InlineData(": a comment without end")]
    [InlineData("event: 12345678901\n")]
    public void Too_much_is_refused(string stream)
    {
        using var reader = new SseReader(10);

        Assert.Throws<InvalidDataException>(() => Drain(reader, stream));
    }

    [Fact]
    public void As_much_as_allowed_is_not_refused()
    {
        using var reader = new SseReader(15);

        Assert.Equal(2, Drain(reader, "data: 123456789\n\ndata: 1234\ndata: 1234\n\n"));
    }

    static int Drain(SseReader reader, string stream)
    {
        var count = 0;
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(stream);
        while (reader.Read(ref bytes))
        {
            count++;
        }
        return count;
    }

    static string Read(byte[] bytes, int size)
    {
        using var reader = new SseReader(1000);
        var events = new List<string>();
        foreach (var piece in bytes.Chunk(size))
        {
            ReadOnlySpan<byte> rest = piece;
            while (reader.Read(ref rest))
            {
                events.Add($"{Encoding.UTF8.GetString(reader.Type)}|{Encoding.UTF8.GetString(reader.Data)}");
            }
        }
        return string.Join('§', events);
    }
}
