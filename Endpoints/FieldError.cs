using System.Text.Json;

namespace Repeater.Endpoints;

/// <summary>A field's value as it was sent.</summary>
/// <param name="Text">A form's text or a JSON string; null for any other JSON.</param>
/// <param name="Json">The member of a JSON body; undefined in a form.</param>
readonly record struct FieldValue(string? Text, JsonElement Json)
{
    public bool IsNull => Text is null && Json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public void WriteTo(Utf8JsonWriter writer)
    {
        if (Text is not null)
        {
            writer.WriteStringValue(Text);
        }
        else if (IsNull)
        {
            writer.WriteNullValue();
        }
        else
        {
            Json.WriteTo(writer);
        }
    }
}

/// <summary>
/// One entry of FastAPI's validation array: its name of the fault (<c>int_parsing</c>), where the field stands (<c>body</c>,
/// <c>query</c> or <c>header</c>), and what was sent.
/// </summary>
readonly record struct FieldError(string Type, string Source, string Name, string Message, FieldValue Input)
{
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, Type);
        writer.WriteStartArray("loc"u8);
        writer.WriteStringValue(Source);
        writer.WriteStringValue(Name);
        writer.WriteEndArray();
        writer.WriteString("msg"u8, Message);
        writer.WritePropertyName("input"u8);
        Input.WriteTo(writer);
        writer.WriteEndObject();
    }
}
