using System.Text.Json.Serialization;
using Repeater.Chat;

namespace Repeater.Endpoints;

/// <summary>The answer to a chat: the original's members first, then ours.</summary>
sealed record ChatAnswer
{
    public required string ReasoningContent { get; init; }

    public required string Content { get; init; }

    public required string ModelName { get; init; }

    public required string ModelType { get; init; }

    public required string ModelId { get; init; }

    /// <summary>The reply as an image, the first page of several; absent where none was asked for or drawn.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ImageUrl { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? FileUuid { get; init; }

    /// <summary>Every page, when there are several.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ImageUrls { get; init; }

    public string? MessageId { get; init; }

    public string? ReplyId { get; init; }

    public string? Branch { get; init; }

    public Usage? Usage { get; init; }

    public string? FinishReason { get; init; }

    public long? TimeMs { get; init; }

    /// <summary>Which of the model's keys was used, from 1; 0 for a model without keys.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? KeySlot { get; init; }

    /// <summary>Calls made for this reply, over all keys and models.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Tries { get; init; }

    /// <summary>What the model was sent and what was left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SentContext? Context { get; init; }

    /// <summary>True when the turn was stopped: the reply is a part, and can be continued. Absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Interrupted { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }

    public static ChatAnswer Of(TurnAnswer answer, IEnumerable<string> more)
    {
        string[] warnings = [.. answer.Warnings, .. more];
        return new ChatAnswer
        {
            ReasoningContent = answer.ReasoningContent,
            Content = answer.Content,
            ModelName = answer.ModelName,
            ModelType = answer.ModelType,
            ModelId = answer.ModelId,
            MessageId = answer.MessageId,
            ReplyId = answer.ReplyId,
            Branch = answer.Branch,
            Usage = answer.Usage,
            FinishReason = answer.FinishReason,
            TimeMs = answer.TimeMs,
            KeySlot = answer.KeySlot,
            Tries = answer.Tries,
            Context = answer.Context,
            Interrupted = answer.Interrupted ? true : null,
            Warnings = warnings.Length > 0 ? warnings : null,
        };
    }

    public ChatAnswer WithImages(IReadOnlyList<string> urls, Guid first) => this with
    {
        ImageUrl = urls[0],
        FileUuid = first,
        ImageUrls = urls.Count > 1 ? urls : null,
    };

    public ChatAnswer WithWarning(string sentence) => this with { Warnings = [.. Warnings ?? [], sentence] };

    /// <summary>For clients that die on every status but 200: what went wrong takes the reply's place.</summary>
    /// <param name="sentence">What went wrong.</param>
    /// <param name="failed">The failure of a model; null when none was asked.</param>
    public static ChatAnswer OfError(string sentence, TurnFailed? failed) => new()
    {
        ReasoningContent = "",
        Content = $"Error:{sentence}",
        ModelName = failed?.ModelName ?? "",
        ModelType = failed?.ModelType ?? "",
        ModelId = failed?.ModelId ?? "",
    };
}
