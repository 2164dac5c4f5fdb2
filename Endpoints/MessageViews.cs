using System.Text.Json;
using System.Text.Json.Serialization;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>A message with what names it. The id never changes; the index is its place now.</summary>
sealed record NumberedMessage
{
    public required string Id { get; init; }

    public required int Index { get; init; }

    public required string Role { get; init; }

    public required string Content { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasoningContent { get; init; }

    /// <summary>Only of a reply that was cut off.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Interrupted { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    public static NumberedMessage Of(Message message, int index) => new()
    {
        Id = message.Id,
        Index = index,
        Role = ContextKind.RoleName(message.Role),
        Content = message.Content,
        Name = message.Name,
        ReasoningContent = message.ReasoningContent.Length > 0 ? message.ReasoningContent : null,
        Interrupted = message.Interrupted,
        // What other programs stored must not stand where ours does.
        Extra = message.Extra?.Where(item => item.Key is not ("id" or "index" or "interrupted")).ToDictionary(),
    };
}

/// <summary>Messages of a branch, or a part of them.</summary>
sealed record MessageList(string Branch, int Length, IEnumerable<NumberedMessage> Messages)
{
    public static MessageList Of(BranchName branch, Conversation conversation, int from, int limit) =>
        new(branch.Raw, conversation.Count, conversation.Messages.Skip(from).Take(limit).Select((message, at) => NumberedMessage.Of(message, from + at)));
}

/// <summary>Where a message was put in.</summary>
sealed record InsertAnswer(string Branch, string MessageId, int Index, int Length)
{
    public static JsonResult<InsertAnswer> Result(AppliedOperation<Conversation> done)
    {
        var id = done.Operation switch
        {
            AppendMessages append => append.Messages[0].Id,
            InsertMessages insert => insert.Messages[0].Id,
            _ => throw new InvalidOperationException($"No message was put in by {done.Operation}."),
        };
        return ApiResults.Json(new(done.Branch.Raw, id, done.After.IndexOf(id), done.After.Count), ApiJson.Default.InsertAnswer);
    }
}
