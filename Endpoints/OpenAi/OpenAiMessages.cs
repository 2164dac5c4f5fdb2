using System.Text;
using System.Text.Json;
using Repeater.Storage;

namespace Repeater.Endpoints.OpenAi;

/// <summary>The messages of a request: texts, or lists of parts that are texts.</summary>
static class OpenAiMessages
{
    public static IReadOnlyList<Message> Read(JsonElement? list, OpenAiMembers members)
    {
        if (list is not { ValueKind: JsonValueKind.Array } items || items.GetArrayLength() == 0)
        {
            members.Refuse(ApiErrors.InvalidMember("messages", "'messages' has to be a list of at least one object with role and content."));
            return [];
        }

        var messages = new List<Message>(items.GetArrayLength());
        foreach (var item in items.EnumerateArray())
        {
            if (ReadOne(item, $"messages[{messages.Count}]", members) is not { } message)
            {
                return [];
            }

            messages.Add(message);
        }

        return messages;
    }

    static Message? ReadOne(JsonElement item, string place, OpenAiMembers members)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            members.Refuse(ApiErrors.InvalidMember(place, $"'{place}' has to be an object."));
            return null;
        }

        var name = Text(item, "role");
        var role = name == "developer" ? Role.System : name is null ? null : ContextKind.RoleOf(name);
        if (role is null or Role.Tool || (item.TryGetProperty("tool_calls", out var calls) && calls.ValueKind != JsonValueKind.Null))
        {
            members.Refuse(ApiErrors.InvalidMember($"{place}.role", $"'{place}' has to be a message of system, developer, user or assistant; tools are not supported here."));
            return null;
        }

        if (ContentOf(item, role == Role.Assistant, $"{place}.content", members) is not { } content)
        {
            return null;
        }

        return new Message
        {
            Role = role.Value,
            Content = content,
            Name = Text(item, "name") is { Length: > 0 } speaker ? speaker : null,
            ReasoningContent = role == Role.Assistant ? Text(item, "reasoning_content") ?? "" : "",
        };
    }

    static string? ContentOf(JsonElement item, bool mayBeNone, string place, OpenAiMembers members)
    {
        item.TryGetProperty("content", out var content);
        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString();
        }

        if (mayBeNone && content.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return "";
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            members.Refuse(ApiErrors.InvalidMember(place, $"'{place}' has to be a text or a list of parts."));
            return null;
        }

        var text = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            var type = part.ValueKind == JsonValueKind.Object ? Text(part, "type") : null;
            if (type is not ("text" or "refusal") || Text(part, type) is not { } piece)
            {
                members.Refuse(ApiErrors.UnsupportedMember(place, $"'{place}' has a part that is no text ({type ?? "without a type"}): only text is supported here."));
                return null;
            }

            text.Append(piece);
        }

        return text.ToString();
    }

    static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
