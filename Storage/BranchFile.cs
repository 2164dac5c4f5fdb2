using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Repeater.Storage;

/// <summary>What a branch file held when it was read.</summary>
sealed record BranchContent
{
    public required BranchHeader Header { get; init; }

    public required IReadOnlyList<NumberedOperation> Operations { get; init; }

    /// <summary>Bytes of the first line, its line break and what may stand before it included.</summary>
    public required long HeaderLength { get; init; }

    /// <summary>Bytes up to the end of the last whole line: where the next line goes.</summary>
    public required long Length { get; init; }

    /// <summary>The last line is whole but for its line break: the next write has to start with one.</summary>
    public required bool LacksLineBreak { get; init; }

    /// <summary>What stands behind the last whole line: the start of a write that never ended. Not part of the branch.</summary>
    public required byte[] TornTail { get; init; }

    /// <summary>The file says that the branch was deleted and nothing else.</summary>
    public bool IsEmptied => Header.Deleted is true && Operations.Count == 0;
}

readonly record struct NumberedOperation(int Line, BranchOperation Operation);

/// <summary>
/// The branch file format: JSON Lines, a header and one operation a line. Each line ends with a checksum member, so that
/// a damaged one is known as such; a line without one (edited by hand) is taken as it is. See docs/storage.md.
/// </summary>
static class BranchFile
{
    public const string Ending = ".jsonl";

    /// <summary>Brackets inside brackets in one line: what the writer can write, the reader must read.</summary>
    public const int DeepestLine = 1000;

    static readonly StorageJson Json = new(new JsonSerializerOptions(StorageJson.Default.Options) { Encoder = ReadableEncoder.Instance });

    static readonly string[] KnownOperations =
        [.. typeof(BranchOperation).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(known => (string)known.TypeDiscriminator!)];

    public static byte[] Line(BranchHeader header) => Line(header, Json.BranchHeader);

    public static byte[] Line(BranchOperation operation) => Line(operation, Json.BranchOperation);

    /// <param name="bytes">The whole file.</param>
    /// <param name="path">For the sentence that says where it is damaged.</param>
    /// <param name="withTurns">False leaves the receipts of turns out, which is much faster.</param>
    /// <exception cref="StorageException">A line is damaged, or from a version that knows more.</exception>
    public static BranchContent Parse(ReadOnlySpan<byte> bytes, string path, bool withTurns = true)
    {
        var header = default(BranchHeader);
        var operations = new List<NumberedOperation>();
        // Some editors put a byte order mark in front.
        var start = bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
        var isWhole = true;
        var headerLength = 0;
        for (var line = 1; isWhole && start < bytes.Length; line++)
        {
            var length = bytes[start..].IndexOf((byte)'\n');
            isWhole = length >= 0;
            if (!isWhole)
            {
                length = header is null ? bytes.Length - start : LineEnd.LengthOfLine(bytes[start..]);
            }

            var text = bytes.Slice(start, length).Trim(" \t\r"u8);
            if (!text.IsEmpty && header is null)
            {
                header = ParseHeader(text, path, line);
                headerLength = start + length + (isWhole ? 1 : 0);
            }
            else if (!text.IsEmpty)
            {
                operations.Add(new(line, ParseOperation(text, withTurns, path, line)));
            }

            start += isWhole ? length + 1 : length;
        }

        return new BranchContent
        {
            Header = header ?? throw StorageException.Damaged(path, 1, "the file is empty: it does not even say what it is."),
            Operations = operations,
            HeaderLength = headerLength,
            Length = start,
            LacksLineBreak = bytes[start - 1] != '\n',
            TornTail = bytes[start..].ToArray(),
        };
    }

    static BranchHeader ParseHeader(ReadOnlySpan<byte> text, string path, int line)
    {
        if (Member(text, "repeater") is { ValueKind: JsonValueKind.Number } version && version.GetRawText() != $"{BranchHeader.CurrentVersion}")
        {
            throw StorageException.Newer(
                path, line, $"the file has format {version}, this version reads format {BranchHeader.CurrentVersion}.");
        }

        return ParseLine(text, Json.BranchHeader, header => header.Checksum, path, line);
    }

    static BranchOperation ParseOperation(ReadOnlySpan<byte> text, bool withTurns, string path, int line)
    {
        if (!withTurns && LineEnd.Of(text) == LineEnd.Kind.Checksum && AppendReader.TryRead(text) is { } append)
        {
            return append;
        }

        try
        {
            return ParseLine(text, Json.BranchOperation, operation => operation.Checksum, path, line);
        }
        catch (StorageException) when (Member(text, "op") is { ValueKind: JsonValueKind.String } name && !KnownOperations.Contains(name.GetString()))
        {
            var sentence = $"this version does not know the operation '{name}': a newer one wrote it.";
            throw LineEnd.Of(text) == LineEnd.Kind.WrongChecksum ? StorageException.Damaged(path, line, sentence) : StorageException.Newer(path, line, sentence);
        }
    }

    static T ParseLine<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type, Func<T, string?> checksum, string path, int line)
    {
        var end = LineEnd.Of(text);
        if (end == LineEnd.Kind.WrongChecksum)
        {
            throw StorageException.Damaged(
                path, line, "the checksum does not fit: the line was damaged, or changed by hand without removing its crc.");
        }

        try
        {
            var value = JsonSerializer.Deserialize(text, type) ?? throw StorageException.Damaged(path, line, "the line is null.");
            return end == LineEnd.Kind.Checksum || checksum(value) is null
                ? value
                : throw StorageException.Damaged(path, line, "the crc is damaged, or not the last member as it has to be.");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw StorageException.Damaged(path, line, $"the line cannot be read ({error.Message})");
        }
    }

    /// <summary>A member of a line of which little is known; null when it is not there.</summary>
    static JsonElement? Member(ReadOnlySpan<byte> text, string name)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = DeepestLine });
            return JsonElement.ParseValue(ref reader) is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var value)
                ? value
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static byte[] Line<T>(T value, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ReadableEncoder.Instance, MaxDepth = DeepestLine }))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        return LineEnd.Put(buffer.WrittenSpan);
    }
}
