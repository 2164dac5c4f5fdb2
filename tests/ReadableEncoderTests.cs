using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repeater.Tests;

public class ReadableEncoderTests
{
    /// <summary>What goes in, and what stands between the quotes.</summary>
    // Discovery would store these as UTF-8 and lose the half surrogates: hence DisableDiscoveryEnumeration.
    public static TheoryData<string, string> Texts => new()
    {
        { "", "" },
        { "plain ASCII <b>&'+/=</b> \u007F", "plain ASCII <b>&'+/=</b> \u007F" },
        { "你好，复读机", "你好，复读机" },
        { "😀👨‍👩‍👧🇨🇳", "😀👨‍👩‍👧🇨🇳" },
        { "\u2028\u2029\uFEFF\uFFFE", "\u2028\u2029\uFEFF\uFFFE" },
        { "say \"hi\" \\ there", """say \"hi\" \\ there""" },
        { "\b\t\n\f\r", """\b\t\n\f\r""" },
        { "\0\u0001\u000B\u001F", """\u0000\u0001\u000b\u001f""" },
        { "half \uD83D high", "half \uFFFD high" },
        { "half \uDE00 low", "half \uFFFD low" },
        { "\uDE00\uD83D", "\uFFFD\uFFFD" },
        { "\uD83D\uD83D\uDE00", "\uFFFD😀" },
        { "😀\uD83D", "😀\uFFFD" },
        { "\uD83D\"", "\uFFFD\\\"" },
        { "\n😀\uDE00你\"", "\\n😀\uFFFD你\\\"" },
        { new string('你', 300) + "\uD83D" + new string('a', 300) + "\n", new string('你', 300) + "\uFFFD" + new string('a', 300) + "\\n" },
    };

    [Theory, MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void A_writer_writes_readable_json(string text, string expected)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ReadableEncoder.Instance }))
        {
            writer.WriteStartObject();
            writer.WriteString(text, text);
            writer.WriteEndObject();
        }

        Assert.Equal($$"""{"{{expected}}":"{{expected}}"}""", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Theory, MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void The_serializer_writes_readable_json(string text, string expected)
    {
        var json = JsonSerializer.Serialize(new Dictionary<string, string> { [text] = text }, Readable.DictionaryStringString);

        Assert.Equal($$"""{"{{expected}}":"{{expected}}"}""", json);
    }

    [Theory, MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Utf8_text_is_written_the_same(string text, string expected)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ReadableEncoder.Instance }))
        {
            writer.WriteStringValue(Encoding.UTF8.GetBytes(text));
        }

        Assert.Equal($"\"{expected}\"", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Theory, MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void The_base_class_encodes_the_same(string text, string expected)
    {
        using var writer = new StringWriter();
        ReadableEncoder.Instance.Encode(writer, text);

        Assert.Equal(expected, ReadableEncoder.Instance.Encode(text));
        Assert.Equal(expected, writer.ToString());
        Assert.Equal(expected, JsonEncodedText.Encode(Encoding.UTF8.GetBytes(text), ReadableEncoder.Instance).ToString());
    }

    [Theory, MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void A_destination_of_any_size_gives_the_same_text(string text, string expected)
    {
        for (var size = 6; size < 20; size++)
        {
            Assert.Equal(expected, EncodeInPieces(text, size));
            Assert.Equal(expected, EncodeUtf8InPieces(Encoding.UTF8.GetBytes(text), size));
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0xFF, 0x62 }, "a\uFFFDb")]
    [InlineData(new byte[] { 0xE4, 0xBD }, "\uFFFD")]
    [InlineData(new byte[] { 0xE4, 0xBD, 0x22 }, "\uFFFD\\\"")]
    [InlineData(new byte[] { 0xC0, 0x80, 0x0A }, "\uFFFD\uFFFD\\n")]
    [InlineData(new byte[] { 0xED, 0xA0, 0xBD }, "\uFFFD\uFFFD\uFFFD")]
    public void Bytes_that_are_not_utf8_are_replaced(byte[] bytes, string expected)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ReadableEncoder.Instance }))
        {
            writer.WriteStringValue(bytes);
        }

        Assert.Equal($"\"{expected}\"", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void A_pair_cut_at_the_end_of_a_block_waits_for_the_next()
    {
        Span<char> chars = stackalloc char[20];
        var status = ReadableEncoder.Instance.Encode("a\uD83D", chars, out var consumed, out var written, isFinalBlock: false);
        Assert.Equal((OperationStatus.NeedMoreData, 1, 1), (status, consumed, written));

        Span<byte> bytes = stackalloc byte[20];
        status = ReadableEncoder.Instance.EncodeUtf8([0x61, 0xE4, 0xBD], bytes, out consumed, out written, isFinalBlock: false);
        Assert.Equal((OperationStatus.NeedMoreData, 1, 1), (status, consumed, written));
    }

    [Fact]
    public void Random_text_survives_a_round_trip_with_only_half_surrogates_replaced()
    {
        var random = new Random(20240628);
        ReadOnlySpan<char> alphabet = "a\"\\\n\u0001\u007Fé你\u2028\uFFFF\uD83D\uDE00\uDE00\uD83D";
        for (var round = 0; round < 2000; round++)
        {
            var text = new string(random.GetItems(alphabet, random.Next(70)));
            var json = JsonSerializer.Serialize(text, Readable.String);

            var mended = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            Assert.Equal(mended, JsonSerializer.Deserialize(json, Readable.String));
            Assert.DoesNotContain("\\ud", json, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Long_text_full_of_half_surrogates_and_escapes_is_written()
    {
        var text = string.Concat(Enumerable.Repeat("\uD83D\uD83D你\"", 500_000));

        var json = JsonSerializer.Serialize(text, Readable.String);

        Assert.Equal(text.Length + 500_000 + 2, json.Length);
    }

    static EncoderTestJson Readable { get; } = new(new JsonSerializerOptions { Encoder = ReadableEncoder.Instance });

    static string EncodeInPieces(ReadOnlySpan<char> text, int size)
    {
        var result = new StringBuilder();
        Span<char> destination = stackalloc char[size];
        OperationStatus status;
        do
        {
            status = ReadableEncoder.Instance.Encode(text, destination, out var consumed, out var written);
            Assert.True(status == OperationStatus.Done || consumed > 0, "no progress");
            result.Append(destination[..written]);
            text = text[consumed..];
        }
        while (status == OperationStatus.DestinationTooSmall);
        return result.ToString();
    }

    static string EncodeUtf8InPieces(ReadOnlySpan<byte> text, int size)
    {
        var result = new MemoryStream();
        Span<byte> destination = stackalloc byte[size];
        OperationStatus status;
        do
        {
            status = ReadableEncoder.Instance.EncodeUtf8(text, destination, out var consumed, out var written);
            Assert.True(status == OperationStatus.Done || consumed > 0, "no progress");
            result.Write(destination[..written]);
            text = text[consumed..];
        }
        while (status == OperationStatus.DestinationTooSmall);
        return Encoding.UTF8.GetString(result.ToArray());
    }
}

[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string))]
sealed partial class EncoderTestJson : JsonSerializerContext;
