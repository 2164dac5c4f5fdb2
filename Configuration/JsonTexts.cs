using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Repeater.Configuration;

/// <summary>Several texts in one setting: a JSON array. Text that does not begin with <c>[</c> is a list of one.</summary>
static class JsonTexts
{
    public static bool TryRead(string text, out IReadOnlyList<string> value)
    {
        if (text[0] != '[')
        {
            value = [text];
            return true;
        }
        var texts = new List<string>();
        value = texts;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                texts.Add(reader.GetString()!);
            }
            return reader.TokenType == JsonTokenType.EndArray && !reader.Read() && texts.TrueForAll(each => each.Length > 0);
        }
        // The second is half a surrogate pair in an escape.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    public static string Show(IReadOnlyList<string> value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = ReadableEncoder.Instance }))
        {
            writer.WriteStartArray();
            foreach (var text in value)
            {
                writer.WriteStringValue(text);
            }
            writer.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
