using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repeater.Calls;

/// <summary>Lines of the call log, and the ledger's file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CallRecord))]
[JsonSerializable(typeof(IReadOnlyList<UsageRow>))]
[JsonSerializable(typeof(LedgerContent))]
sealed partial class CallsJson : JsonSerializerContext
{
    static readonly JsonWriterOptions WriterOptions = new() { Encoder = ReadableEncoder.Instance, SkipValidation = true };

    /// <summary>One line, without its end.</summary>
    public static void Write(IBufferWriter<byte> output, CallRecord record)
    {
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        JsonSerializer.Serialize(writer, record, Default.CallRecord);
    }

    public static byte[] Write(LedgerContent ledger)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            JsonSerializer.Serialize(writer, ledger, Default.LedgerContent);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null for a line that is no call.</summary>
    public static CallRecord? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Default.CallRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
