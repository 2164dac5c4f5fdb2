using System.Text.Json.Serialization;

namespace Repeater.Calls;

/// <summary>
/// One call to a model, as a line of the log has it: the original's members in the original's order, then ours. Times are Unix
/// nanoseconds, lengths are code points. What a line does not have keeps the default here.
/// </summary>
sealed record CallRecord
{
    /// <summary>The provider's id of the answer.</summary>
    public string Id { get; set; } = "";

    /// <summary>The provider's base address.</summary>
    public string Url { get; set; } = "";

    /// <summary>As the provider calls it.</summary>
    public string Model { get; set; } = "";

    public string UserId { get; set; } = "";

    /// <summary>After the nickname mapping.</summary>
    public string UserName { get; set; } = "";

    public bool Stream { get; set; } = true;

    /// <summary>0 when the answer was not streamed.</summary>
    public long TotalChunk { get; set; }

    /// <summary>Always 0, as in the original.</summary>
    public long EmptyChunk { get; set; }

    /// <summary>When the request arrived, before it waited for its turn.</summary>
    public long TaskStartTime { get; set; }

    public long TaskEndTime { get; set; }

    public long RequestStartTime { get; set; }

    /// <summary>When the stream was opened, or the whole answer had arrived.</summary>
    public long RequestEndTime { get; set; }

    /// <summary>0 when the answer was not streamed.</summary>
    public long StreamProcessingStartTime { get; set; }

    /// <inheritdoc cref="StreamProcessingStartTime"/>
    public long StreamProcessingEndTime { get; set; }

    public long CallPrepareStartTime { get; set; }

    public long CallPrepareEndTime { get; set; }

    /// <summary>Gaps between chunks, one fewer than there are chunks; the first is from <see cref="CreatedTime"/> to the second chunk.</summary>
    public IReadOnlyList<long> ChunkTimes { get; set; } = [];

    /// <summary>Unix seconds, as the provider says.</summary>
    public long CreatedTime { get; set; }

    public long TotalTokens { get; set; }

    public long PromptTokens { get; set; }

    public long CompletionTokens { get; set; }

    /// <summary>Tokens of the prompt that the provider read from its cache.</summary>
    public long CacheHitCount { get; set; }

    public long CacheMissCount { get; set; }

    /// <summary>Of everything sent and of the reply.</summary>
    public long TotalContextLength { get; set; }

    public long ReasoningContentLength { get; set; }

    /// <summary>Of the reply before its variables were expanded.</summary>
    public long NewContentLength { get; set; }

    /// <summary>Grows with every call of this server; 0 in a log that is not ours.</summary>
    public long Seq { get; set; }

    /// <summary><see cref="Succeeded"/>, <see cref="Stopped"/> or <see cref="Failed"/>.</summary>
    public string Outcome { get; set; } = Succeeded;

    /// <summary>The provider's word.</summary>
    public string? FinishReason { get; set; }

    public string? ErrorClass { get; set; }

    /// <summary>A sentence without secrets.</summary>
    public string? Error { get; set; }

    /// <summary>Calls made for this reply, over all keys and models.</summary>
    public int? Tries { get; set; }

    /// <summary>From 1; 0 for a model without keys.</summary>
    public int? KeySlot { get; set; }

    /// <summary>When the reply began, reasoning included; absent when it never did.</summary>
    public long? FirstTokenTime { get; set; }

    public long? ReasoningTokens { get; set; }

    public string? ModelName { get; set; }

    public string? ModelType { get; set; }

    public string? Provider { get; set; }

    public string? Branch { get; set; }

    /// <summary>Where the provider counted no tokens of a reply: about how many they were.</summary>
    public long? EstimatedPromptTokens { get; set; }

    /// <inheritdoc cref="EstimatedPromptTokens"/>
    public long? EstimatedCompletionTokens { get; set; }

    /// <summary>By the prices in the models file; absent where it has none.</summary>
    public decimal? Price { get; set; }

    public const string Succeeded = "ok";
    public const string Stopped = "stopped";
    public const string Failed = "failed";

    /// <summary>What counts for days, filters and retention.</summary>
    [JsonIgnore]
    public long Time => TaskEndTime > 0 ? TaskEndTime : Math.Max(0, TaskStartTime);
}
