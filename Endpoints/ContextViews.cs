using System.Text.Json;
using System.Text.Json.Serialization;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>A message as clients see it: the original's members in the original's order.</summary>
sealed record MessageView
{
    public required string Role { get; init; }

    public required string Content { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasoningContent { get; init; }

    /// <summary>True for a reply that was cut off; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Interrupted { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    public static MessageView Of(Message message) => new()
    {
        Role = ContextKind.RoleName(message.Role),
        Content = message.Content,
        Name = message.Name,
        ReasoningContent = message.ReasoningContent.Length > 0 ? message.ReasoningContent : null,
        Interrupted = message.Interrupted ? true : null,
        Extra = message.Extra?.ToDictionary(),
    };
}

/// <summary>How long a conversation is: messages, and Unicode code points of their content.</summary>
sealed record ContextLength(
    [property: JsonPropertyName("total_context_length")] long Total,
    [property: JsonPropertyName("context_length")] int Messages,
    [property: JsonPropertyName("average_content_length")] double Average,
    [property: JsonPropertyName("reasoning_length")] long Reasoning)
{
    public static ContextLength Of(Conversation conversation)
    {
        var total = conversation.Messages.Sum(message => (long)TextLength.CodePoints(message.Content));
        return new(
            total,
            conversation.Count,
            conversation.Count == 0 ? 0 : (double)total / conversation.Count,
            conversation.Messages.Sum(message => (long)TextLength.CodePoints(message.ReasoningContent)));
    }
}

/// <summary>What the later plugin reads after it withdrew whole turns.</summary>
sealed record WithdrawnPairs(
    string Status,
    int Deleted,
    IEnumerable<MessageView> DeletedContext,
    int DeleteContextPair,
    IEnumerable<MessageView> Context)
{
    /// <summary>Turns that went begin with a user's message, all but perhaps the first.</summary>
    public static WithdrawnPairs Of(IReadOnlyList<Message> gone, Conversation left) => new(
        "success",
        gone.Count,
        gone.Select(MessageView.Of),
        gone.Where((message, index) => index == 0 || message.Role == Role.User).Count(),
        left.Messages.Select(MessageView.Of));
}
