using System.Text.Json;

namespace Repeater.Storage;

/// <summary>
/// Reads the lines that a branch has thousands of, several times faster than the serializer does, and leaves their receipts out. Only
/// for lines that are as they were written; whatever it does not know is left to the serializer, and its refusals.
/// </summary>
static class AppendReader
{
    /// <summary>Null for a line of another kind.</summary>
    public static AppendMessages? TryRead(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("{\"op\":\"append\","u8))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = BranchFile.DeepestLine });
            return Read(ref reader);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    static AppendMessages? Read(ref Utf8JsonReader reader)
    {
        DateTimeOffset at = default;
        string? key = null, request = null;
        List<StoredMessage>? messages = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("messages"u8))
            {
                messages = ReadMessages(ref reader);
                if (messages is null)
                {
                    return null;
                }
            }
            else if (reader.ValueTextEquals("at"u8))
            {
                reader.Read();
                at = reader.GetDateTimeOffset();
            }
            else if (reader.ValueTextEquals("key"u8))
            {
                reader.Read();
                key = reader.GetString();
            }
            else if (reader.ValueTextEquals("request"u8))
            {
                reader.Read();
                request = reader.GetString();
            }
            else if (reader.ValueTextEquals("op"u8) || reader.ValueTextEquals("turn"u8) || reader.ValueTextEquals("crc"u8))
            {
                reader.Skip();
            }
            else
            {
                return null;
            }
        }

        return messages is null ? null : new AppendMessages { At = at, Key = key, Request = request, Messages = messages };
    }

    static List<StoredMessage>? ReadMessages(ref Utf8JsonReader reader)
    {
        // A turn: what was said and the reply.
        var messages = new List<StoredMessage>(2);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (ReadMessage(ref reader) is not { } message)
            {
                return null;
            }

            messages.Add(message);
        }

        return messages;
    }

    static StoredMessage? ReadMessage(ref Utf8JsonReader reader)
    {
        string? id = null, role = null, content = null, name = null, reasoning = null;
        bool? interrupted = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = reader.GetString();
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                reader.Read();
                role = reader.ValueTextEquals("user"u8) ? "user" : reader.ValueTextEquals("assistant"u8) ? "assistant" : reader.GetString();
            }
            else if (reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                content = reader.GetString();
            }
            else if (reader.ValueTextEquals("reasoning_content"u8))
            {
                reader.Read();
                reasoning = reader.GetString();
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                name = reader.GetString();
            }
            else if (reader.ValueTextEquals("interrupted"u8))
            {
                reader.Read();
                interrupted = reader.GetBoolean();
            }
            else
            {
                return null;
            }
        }

        return id is null || role is null || content is null ? null : new StoredMessage
        {
            Id = id,
            Role = role,
            Content = content,
            Name = name,
            ReasoningContent = reasoning,
            Interrupted = interrupted,
        };
    }
}
