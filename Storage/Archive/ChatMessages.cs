using System.Text;
using System.Text.Json;

namespace Repeater.Storage.Archive;

/// <summary>
/// Reads a list of messages as chat APIs take them: like the Python backend's files, and besides content in parts, none at all
/// (a call of a tool), and the roles <c>developer</c> and <c>function</c>.
/// </summary>
static class ChatMessages
{
    /// <exception cref="FormatException">It is no such list; the message says where.</exception>
    public static IReadOnlyList<StoredMessage> Read(byte[] bytes)
    {
        var root = PythonData.Parse(bytes);
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("messages", out var inside))
        {
            root = inside;
        }

        if (root.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("a list of messages is expected: [{\"role\":\"user\",\"content\":\"…\"}, …].");
        }

        using var plain = new MemoryStream();
        using (var writer = new Utf8JsonWriter(plain, new JsonWriterOptions { Encoder = ReadableEncoder.Instance, MaxDepth = BranchFile.DeepestLine }))
        {
            writer.WriteStartArray();
            foreach (var (index, message) in root.EnumerateArray().Index())
            {
                Write(writer, message, index);
            }

            writer.WriteEndArray();
        }

        return PythonData.ReadMessages(plain.ToArray());
    }

    static void Write(Utf8JsonWriter writer, JsonElement message, int index)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            message.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var member in message.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            if (member.Name == "content" && member.Value.ValueKind == JsonValueKind.Array)
            {
                writer.WriteStringValue(Joined(member.Value, index));
            }
            else if (member.Name == "role" && member.Value.ValueKind == JsonValueKind.String)
            {
                writer.WriteStringValue(RoleOf(member.Value.GetString()!));
            }
            else
            {
                member.Value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    static string RoleOf(string role) => role switch
    {
        "developer" => "system",
        "function" => "tool",
        _ => role,
    };

    static string Joined(JsonElement parts, int index)
    {
        var text = new StringBuilder();
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object || !part.TryGetProperty("text", out var piece) || piece.ValueKind != JsonValueKind.String)
            {
                throw new FormatException($"message {index} has a part that is no text. Leave pictures and sound out.");
            }

            text.Append(text.Length > 0 ? "\n" : "").Append(piece.GetString());
        }

        return text.ToString();
    }
}
