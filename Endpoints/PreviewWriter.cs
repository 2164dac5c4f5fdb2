using System.Text.Json;
using Repeater.Chat;

namespace Repeater.Endpoints;

/// <summary>Writes what a turn would send: <c>url</c>, <c>headers</c>, <c>body</c> as it is, <c>branch</c>, <c>context</c>, <c>warnings</c>.</summary>
static class PreviewWriter
{
    public static void Write(Utf8JsonWriter json, TurnPreview preview)
    {
        json.WriteStartObject();
        json.WriteString("url"u8, preview.Call.Url);
        json.WriteStartObject("headers"u8);
        foreach (var (name, value) in preview.Call.Headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WritePropertyName("body"u8);
        json.WriteRawValue(preview.Call.Body.Span, skipInputValidation: true);
        json.WriteString("branch"u8, preview.Branch);
        json.WritePropertyName("context"u8);
        JsonSerializer.Serialize(json, preview.Context, ApiJson.Default.SentContext);
        json.WriteStartArray("warnings"u8);
        foreach (var warning in preview.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
