using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repeater.Endpoints;

/// <summary>Writes a number as the original did: <c>60.0</c> keeps its <c>.0</c>, and <c>1e+16</c> is where exponents begin.</summary>
/// <remarks>JSON has no NaN or infinity: writing one is an error.</remarks>
sealed class FloatConverter : JsonConverter<double>
{
    // Python's repr leaves plain digits at this magnitude; .NET's "R" already at 1e15.
    const double FirstExponent = 1e16;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (!double.IsFinite(value))
        {
            throw new JsonException($"{value.ToString(CultureInfo.InvariantCulture)} is not a number JSON can hold.");
        }
        Span<char> text = stackalloc char[32];
        var format = double.IsInteger(value) && Math.Abs(value) < FirstExponent ? "F1" : "R";
        value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        Span<byte> utf8 = stackalloc byte[32];
        length = Encoding.ASCII.GetBytes(text[..length], utf8);
        utf8[..length].Replace((byte)'E', (byte)'e');
        writer.WriteRawValue(utf8[..length], skipInputValidation: true);
    }
}
