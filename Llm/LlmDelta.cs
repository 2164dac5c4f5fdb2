namespace Repeater.Llm;

/// <summary>
/// What comes back from a model: any number of <see cref="ReasoningDelta"/> and <see cref="ContentDelta"/>, then one
/// <see cref="LlmFinished"/>.
/// </summary>
abstract record LlmDelta;

/// <summary>A reply has begun: who answers, and what that took. Comes first, from <see cref="LlmRouter"/> alone.</summary>
/// <param name="Model">As the models file has it.</param>
/// <param name="KeySlot">Which of the model's keys, from 1; 0 when it needs none.</param>
/// <param name="Tries">Calls made for this reply, this one included.</param>
sealed record LlmAnswering(ModelInfo Model, int KeySlot, int Tries) : LlmDelta
{
    /// <summary>Members that were asked for and not sent, since the provider refuses them.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}

/// <summary>A piece of what the model thinks before it answers; never empty, never half a character.</summary>
sealed record ReasoningDelta(string Text) : LlmDelta;

/// <summary>A piece of the answer; never empty, never half a character.</summary>
sealed record ContentDelta(string Text) : LlmDelta;

/// <summary>The end of a complete answer. Times are Unix nanoseconds.</summary>
sealed record LlmFinished : LlmDelta
{
    /// <summary><c>stop</c>, <c>length</c> or whatever the provider wrote; null when it gave no reason.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Null when the provider reported none.</summary>
    public Usage? Usage { get; init; }

    /// <summary>The provider's id of the answer.</summary>
    public string? UpstreamId { get; init; }

    /// <summary>When the provider says it began, in Unix seconds; 0 when it does not say.</summary>
    public long Created { get; init; }

    /// <summary>Where the request went, without user name, password and query.</summary>
    public required string RequestUrl { get; init; }

    public required long RequestStart { get; init; }

    /// <summary>When the answer began to arrive (streamed), or had arrived (not streamed).</summary>
    public required long RequestEnd { get; init; }

    /// <summary>0 when the answer was not streamed.</summary>
    public long StreamStart { get; init; }

    /// <inheritdoc cref="StreamStart"/>
    public long StreamEnd { get; init; }

    /// <summary>When each chunk of the stream arrived; empty when the answer was not streamed.</summary>
    public IReadOnlyList<long> ChunkTimes { get; init; } = [];

    public int Chunks => ChunkTimes.Count;

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];
}

/// <summary>A function the model wants called.</summary>
/// <param name="Id">The provider's.</param>
/// <param name="Name">Of the function.</param>
/// <param name="Arguments">JSON as the model wrote it, which need not be valid.</param>
sealed record ToolCall(string Id, string Name, string Arguments);
