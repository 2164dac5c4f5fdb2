using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repeater.Endpoints;

/// <summary>Writes a number as the original wrote its floats: <c>60.0</c> keeps its <c>.0</c>.</summary>
/// <remarks>JSON has no NaN or infinity: writing one is an error.</remarks>
sealed class FloatConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (!double.IsFinite(value))
        {
            throw new JsonException($"{value.ToString(CultureInfo.InvariantCulture)} is not a number JSON can hold.");
        }
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        text[..length].Replace((byte)'E', (byte)'e');
        if (!text[..length].ContainsAny((byte)'.', (byte)'e'))
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }
        writer.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
