using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Repeater.Endpoints;

/// <summary>Turns a setting's value and the type a client states for it into JSON.</summary>
static class ConfigValue
{
    /// <summary>Digits that Python takes for a number too; reading one costs more than its length.</summary>
    const int LongestInteger = 4300;

    /// <summary>A value sent as text. <paramref name="type"/> is the original's word for it, case-sensitive, or a later client's.</summary>
    /// <returns>Null with why in <paramref name="refusal"/>.</returns>
    public static JsonElement? FromText(string type, string text, out ApiError? refusal)
    {
        refusal = null;
        switch (type)
        {
            case "string":
                return Write(writer => writer.WriteStringValue(text));
            case "null":
                return Write(writer => writer.WriteNullValue());
            case "int" when text.Length <= LongestInteger && BigInteger.TryParse(text.Trim().Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                return Write(writer => writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture)));
            case "float" when double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                return Write(writer => writer.WriteRawValue(FloatText(number)));
            case "bool" or "boolean" when text.Length == 0 || FieldText.ParseBool(text) is not null:
                return Write(writer => writer.WriteBooleanValue(text.Length > 0 && FieldText.ParseBool(text) is true));
            case "list" or "dict" when text.Length == 0:
                return Write(writer => writer.WriteRawValue(type == "list" ? "[]" : "{}"));
            case "list" or "dict" when JsonText.TryParse(Encoding.UTF8.GetBytes(text), out var json, out _) && json.ValueKind == KindOf(type):
                return json;
            case "int" or "float" or "bool" or "boolean" or "list" or "dict":
                refusal = ApiErrors.InvalidValue(type, text, Wanted(type));
                return null;
            default:
                refusal = ApiErrors.InvalidValueType;
                return null;
        }
    }

    /// <summary>A value that a JSON body holds: it must be what the type says, or text that can be read as that.</summary>
    public static JsonElement? FromJson(string type, JsonElement value, out ApiError? refusal)
    {
        var fits = type switch
        {
            "int" => value.ValueKind == JsonValueKind.Number && value.GetRawText().AsSpan().IndexOfAny(".eE") < 0,
            "float" => value.ValueKind == JsonValueKind.Number,
            "bool" or "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "list" or "dict" => value.ValueKind == KindOf(type),
            _ => false,
        };
        refusal = null;
        if (fits && type != "float")
        {
            return value;
        }

        return FromText(type, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), out refusal);
    }

    static JsonValueKind KindOf(string type) => type == "list" ? JsonValueKind.Array : JsonValueKind.Object;

    static string Wanted(string type) => type switch
    {
        "int" => "a whole number",
        "float" => "a finite number",
        "list" => "a JSON list",
        "dict" => "a JSON object",
        _ => "true or false",
    };

    /// <summary>A whole number keeps its <c>.0</c>, so that it is read back as what was set.</summary>
    static string FloatText(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny(".E") < 0 ? text + ".0" : text;
    }

    static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ReadableEncoder.Instance }))
        {
            write(writer);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
