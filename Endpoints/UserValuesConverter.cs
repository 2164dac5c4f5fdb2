using System.Text.Json;
using System.Text.Json.Serialization;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>A user's settings as one JSON object, in the order they were set. Only written: requests name single settings.</summary>
sealed class UserValuesConverter : JsonConverter<UserValues>
{
    public override UserValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Settings are not read as a whole.");

    public override void Write(Utf8JsonWriter writer, UserValues value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, item) in value.Items)
        {
            writer.WritePropertyName(name);
            item.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
