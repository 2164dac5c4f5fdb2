using System.Text.Json;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Messages that clients write themselves.</summary>
static class NewMessage
{
    /// <summary>What a listed message has and a stored one has no use for.</summary>
    static readonly string[] Known = ["id", "index", "role", "content", "name", "reasoning_content", "interrupted"];

    /// <summary>One message in fields. Null with why in <paramref name="refusal"/>, or in the fields.</summary>
    public static StoredMessage? Read(Fields fields, out ApiError? refusal)
    {
        var role = fields.Text("role", "user");
        var content = fields.RequiredText("content");
        var name = fields.OptionalText("name");
        var reasoning = fields.Text("reasoning_content", "");
        refusal = ContextKind.RoleOf(role) is not { } known ? ApiErrors.UnknownRole(role)
            : reasoning.Length > 0 && known != Role.Assistant ? ApiErrors.OnlyAssistantHasReasoning
            : null;
        return refusal is not null ? null : new StoredMessage
        {
            Id = ContextKind.NewId(),
            Role = role,
            Content = content,
            Name = string.IsNullOrEmpty(name) ? null : name,
            ReasoningContent = reasoning.Length > 0 ? reasoning : null,
        };
    }

    /// <summary>A list as <c>get</c>, <c>messages</c> or OpenAI's API have it; an id that was sent stands in each, else an empty one.</summary>
    /// <returns>Null with the first fault in <paramref name="refusal"/>.</returns>
    public static IReadOnlyList<StoredMessage>? ReadAll(JsonElement list, out ApiError? refusal)
    {
        refusal = null;
        if (list.ValueKind != JsonValueKind.Array)
        {
            refusal = ApiErrors.InvalidMessages("messages has to be a list of objects with role and content.");
            return null;
        }

        var messages = new List<StoredMessage>();
        foreach (var item in list.EnumerateArray())
        {
            var fault = Fault(item);
            if (fault is not null)
            {
                refusal = ApiErrors.InvalidMessages($"Message {messages.Count} {fault} Nothing was changed.");
                return null;
            }

            messages.Add(Stored(item));
        }

        return messages;
    }

    /// <summary>An id of a message that is there stays; every other message gets a new one.</summary>
    public static IReadOnlyList<StoredMessage> WithKnownIds(IReadOnlyList<StoredMessage> messages, Conversation now)
    {
        var known = now.Messages.Select(message => message.Id).ToHashSet(StringComparer.Ordinal);
        return [.. messages.Select(message => known.Remove(message.Id) ? message : message with { Id = ContextKind.NewId() })];
    }

    static string? Fault(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return "is no object.";
        }

        if (Text(item, "role") is not { } role || ContextKind.RoleOf(role) is not { } known)
        {
            return "has no role; it is one of system, user, assistant, tool.";
        }

        if (Text(item, "content") is null)
        {
            return "has no text as content.";
        }

        foreach (var name in (string[])["id", "name", "reasoning_content"])
        {
            if (item.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            {
                return $"has a {name} that is no text.";
            }
        }

        return Text(item, "reasoning_content") is { Length: > 0 } && known != Role.Assistant
            ? "has reasoning_content, which only an assistant can have."
            : null;
    }

    static StoredMessage Stored(JsonElement item)
    {
        var extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in item.EnumerateObject().Where(member => !Known.Contains(member.Name)))
        {
            extra[member.Name] = member.Value.Clone();
        }

        return new StoredMessage
        {
            Id = Text(item, "id") ?? "",
            Role = Text(item, "role")!,
            Content = Text(item, "content")!,
            Name = Text(item, "name"),
            ReasoningContent = Text(item, "reasoning_content") is { Length: > 0 } reasoning ? reasoning : null,
            Interrupted = item.TryGetProperty("interrupted", out var interrupted) && interrupted.ValueKind == JsonValueKind.True ? true : null,
            Extra = extra.Count > 0 ? extra : null,
        };
    }

    static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Where a new message goes: in front of one, behind one, or at the end.</summary>
sealed record InsertPlace(MessagePlace? Place, bool IsBehind, string? ExpectedLastId)
{
    public static InsertPlace Read(Fields fields) =>
        fields.Has("after_id") ? new(MessagePlace.Read(fields, "after_id"), true, null)
        : fields.Has("before_id") ? new(MessagePlace.Read(fields, "before_id"), false, null)
        : fields.Has("index") ? new(MessagePlace.Read(fields), false, null)
        : new(null, false, fields.OptionalText("expected_id"));

    /// <returns>Null with the index of the new message, or why there is none.</returns>
    public ApiError? Find(Conversation now, out int index)
    {
        index = now.Count;
        if (Place is null || Place is { Id: null, ExpectedId: null } && Place.Index == now.Count)
        {
            return MessagePlace.RefusalOfLast(now, ExpectedLastId);
        }

        var refusal = Place.Find(now, out index);
        index += IsBehind ? 1 : 0;
        return refusal;
    }
}
