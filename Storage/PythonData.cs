using System.Text.Json;
using System.Text.Unicode;

namespace Repeater.Storage;

/// <summary>Reads the branch files of the Python backend: one JSON value a file, see contract of that backend.</summary>
/// <remarks>Every method throws <see cref="FormatException"/> with a sentence that says where the file is not as expected.</remarks>
static class PythonData
{
    public const string Ending = ".json";

    /// <summary>Brackets inside brackets; one line of ours can hold somewhat more.</summary>
    const int Deepest = 500;

    static readonly string[] Known = ["role", "content", "name", "reasoning_content"];

    static readonly JsonDocumentOptions Options = new() { MaxDepth = Deepest };

    /// <summary>Messages get the ids <c>p0</c>, <c>p1</c> … by position, so that they are the same at every reading.</summary>
    public static IReadOnlyList<StoredMessage> ReadMessages(byte[] bytes)
    {
        var root = Parse(bytes);
        if (root.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException($"a list of messages is expected, not {Describe(root)}.");
        }

        return [.. root.EnumerateArray().Select(ReadMessage)];
    }

    public static string ReadPrompt(byte[] bytes)
    {
        var root = Parse(bytes);
        return root.ValueKind switch
        {
            JsonValueKind.String => root.GetString()!,
            JsonValueKind.Null => "",
            _ => throw new FormatException($"a text is expected, not {Describe(root)}."),
        };
    }

    public static JsonElement ReadValues(byte[] bytes)
    {
        var root = Parse(bytes);
        return root.ValueKind == JsonValueKind.Object
            ? root
            : throw new FormatException($"an object is expected, not {Describe(root)}.");
    }

    static StoredMessage ReadMessage(JsonElement message, int index)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"message {index} is {Describe(message)}, not an object.");
        }

        var role = TextMember(message, "role", index) ?? throw new FormatException($"message {index} has no role.");
        if (ContextKind.RoleOf(role) is null)
        {
            throw new FormatException($"message {index} has the role '{role}', which is none of system, user, assistant, tool.");
        }

        var extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in message.EnumerateObject().Where(member => !Known.Contains(member.Name)))
        {
            // Of a name that stands there twice Python takes the last value.
            extra[member.Name] = member.Value.Clone();
        }

        return new StoredMessage
        {
            Id = $"p{index}",
            Role = role,
            Content = TextMember(message, "content", index) ?? "",
            Name = TextMember(message, "name", index),
            ReasoningContent = TextMember(message, "reasoning_content", index),
            Extra = extra.Count > 0 ? extra : null,
        };
    }

    static string? TextMember(JsonElement message, string name, int index)
    {
        if (!message.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw new FormatException($"message {index} has {Describe(value)} as {name}, not a text.");
    }

    /// <summary>JSON that can be written again as it is.</summary>
    public static JsonElement Parse(byte[] bytes)
    {
        try
        {
            if (!Utf8.IsValid(bytes))
            {
                throw new FormatException("the file is not UTF-8.");
            }

            var text = bytes.AsMemory();
            using var document = JsonDocument.Parse(text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text, Options);
            RefuseHalfPairs(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new FormatException($"the file is no JSON ({error.Message})");
        }
    }

    /// <summary>A text that cannot be written again must not be taken over.</summary>
    static void RefuseHalfPairs(JsonElement value)
    {
        try
        {
            using var writer = new Utf8JsonWriter(Stream.Null, new JsonWriterOptions { MaxDepth = Deepest });
            value.WriteTo(writer);
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("the file holds half of a character pair.");
        }
    }

    static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
