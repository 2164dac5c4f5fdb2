using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Repeater.Storage;

/// <summary>What a branch file held when it was read.</summary>
sealed record BranchContent
{
    public required BranchHeader Header { get; init; }

    public required IReadOnlyList<BranchOperation> Operations { get; init; }

    /// <summary>Bytes up to the end of the last whole line: where the next line goes.</summary>
    public required long Length { get; init; }

    /// <summary>The last line is whole but for its line break: the next write has to start with one.</summary>
    public required bool LacksLineBreak { get; init; }

    /// <summary>What stands behind the last whole line: the start of a write that never ended. Not part of the branch.</summary>
    public required ReadOnlyMemory<byte> TornTail { get; init; }
}

/// <summary>
/// The branch file format: JSON Lines, a header and one operation a line. Each line ends with a checksum member, so that
/// a damaged one is known as such; a line without one (edited by hand) is taken as it is. See docs/storage.md.
/// </summary>
static class BranchFile
{
    /// <summary><c>,"crc":"</c>, eight hex digits, <c>"}</c>.</summary>
    const int ChecksumLength = 18;

    static readonly StorageJson Json = new(new JsonSerializerOptions(StorageJson.Default.Options) { Encoder = ReadableEncoder.Instance });

    static ReadOnlySpan<byte> ChecksumStart => ",\"crc\":\""u8;

    public static byte[] Line(BranchHeader header) => Line(header, Json.BranchHeader);

    public static byte[] Line(BranchOperation operation) => Line(operation, Json.BranchOperation);

    /// <exception cref="StorageException">A line is damaged, or from a version that knows more.</exception>
    /// <returns>Null when not even the header was written to its end.</returns>
    public static BranchContent? Parse(ReadOnlyMemory<byte> bytes, string path)
    {
        var header = default(BranchHeader);
        var operations = new List<BranchOperation>();
        var start = StartsWithMark(bytes.Span) ? 3 : 0;
        for (var line = 1; start < bytes.Length; line++)
        {
            var length = bytes.Span[start..].IndexOf((byte)'\n');
            var text = bytes.Span.Slice(start, length < 0 ? bytes.Length - start : length);
            if (length < 0 && !IsWhole(text))
            {
                break;
            }

            if (!text.Trim(" \t\r"u8).IsEmpty)
            {
                if (header is null)
                {
                    header = ParseHeader(text, path, line);
                }
                else
                {
                    operations.Add(ParseLine(text, Json.BranchOperation, path, line));
                }
            }

            start = length < 0 ? bytes.Length : start + length + 1;
        }

        return header is null ? null : new BranchContent
        {
            Header = header,
            Operations = operations,
            Length = start,
            LacksLineBreak = bytes.Span[start - 1] != '\n',
            TornTail = bytes[start..],
        };
    }

    static BranchHeader ParseHeader(ReadOnlySpan<byte> text, string path, int line)
    {
        var header = ParseLine(text, Json.BranchHeader, path, line);
        return header.Version == BranchHeader.CurrentVersion
            ? header
            : throw StorageException.Damaged(path, line, $"the file has format {header.Version}, this version reads format {BranchHeader.CurrentVersion}.");
    }

    static T ParseLine<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type, string path, int line)
    {
        if (Checksum(text) is { } stated && stated != Sum(text[..^ChecksumLength]))
        {
            throw StorageException.Damaged(path, line, "the checksum does not match, the line was changed or damaged.");
        }

        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw StorageException.Damaged(path, line, "the line is null.");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw StorageException.Damaged(path, line, $"the line cannot be read ({error.Message})");
        }
    }

    static byte[] Line<T>(T value, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ReadableEncoder.Instance }))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        var text = buffer.WrittenSpan[..^1];
        var line = new byte[text.Length + ChecksumLength + 1];
        text.CopyTo(line);
        Encoding.ASCII.GetBytes($",\"crc\":\"{Sum(text):x8}\"}}\n", line.AsSpan(text.Length));
        return line;
    }

    /// <summary>
    /// Whether a last line lacks only its line break. No start of a line that we wrote is a whole JSON object, so one
    /// without a checksum was put there by hand.
    /// </summary>
    static bool IsWhole(ReadOnlySpan<byte> text)
    {
        if (Checksum(text) is { } stated)
        {
            return stated == Sum(text[..^ChecksumLength]);
        }

        var reader = new Utf8JsonReader(text);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static uint? Checksum(ReadOnlySpan<byte> text)
    {
        if (text.Length <= ChecksumLength || text[^1] != '}' || !text[^ChecksumLength..].StartsWith(ChecksumStart))
        {
            return null;
        }

        var digits = text[^(ChecksumLength - ChecksumStart.Length)..^2];
        return uint.TryParse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var sum) ? sum : null;
    }

    /// <summary>CRC-32C, the Castagnoli polynomial: processors have an instruction for it.</summary>
    static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            sum = BitOperations.Crc32C(sum, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var single in bytes[(words.Length * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, single);
        }

        return ~sum;
    }

    /// <summary>Some editors put a byte order mark in front.</summary>
    static bool StartsWithMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8);
}
