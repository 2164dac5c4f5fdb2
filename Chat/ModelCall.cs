using Repeater.Calls;
using Repeater.Llm;

namespace Repeater.Chat;

/// <summary>Whom a call is put down to, in the log and the ledger.</summary>
/// <param name="UserId">A user's id, or what stands in its place.</param>
/// <param name="UserName">After the nickname mapping; empty when nobody said.</param>
/// <param name="Branch">Where the reply is stored; null: nowhere.</param>
sealed record CallOwner(string UserId, string UserName, string? Branch);

/// <summary>One call to a model, and what came of it.</summary>
/// <param name="request">What is asked.</param>
/// <param name="candidates">That can be asked, the first choice first.</param>
/// <param name="report">What the log says of it.</param>
/// <param name="meter">What the metrics are told of it.</param>
sealed class ModelCall(LlmRequest request, IReadOnlyList<ModelInfo> candidates, CallReport report, ReplyMeter meter)
{
    public LlmRequest Request => request;

    public IReadOnlyList<ModelInfo> Candidates => candidates;

    /// <summary>As far as it came.</summary>
    public Reply Reply { get; } = new();

    /// <summary>What ended the reply early; null when nothing did, or somebody stopped it.</summary>
    public LlmException? Failure { get; private set; }

    public bool IsStopped => Failure is null && Reply.Finished is null;

    /// <summary>That answered, or was asked last.</summary>
    public ModelInfo Model => Reply.Answering?.Model ?? Failure?.Asked?.Model ?? candidates[0];

    /// <summary>What the client should know of how it was asked.</summary>
    public IEnumerable<string> Warnings => Reply.Answering is { LeftOut: { Count: > 0 } names }
        ? [$"The model does not take {string.Join(", ", names)}: it answered without."]
        : [];

    public void Add(LlmDelta delta)
    {
        Reply.Add(delta);
        report.See(delta);
        meter.See(delta);
    }

    public void Fail(LlmException failure) => Failure = failure;

    /// <summary>The call is over.</summary>
    public void Measure() => meter.End(Reply, Failure);

    public CallRecord Record() => report.End(Model, Reply, Failure);

    /// <summary>What is to be said of a call that did not fail.</summary>
    /// <param name="branch">Empty: nothing is stored.</param>
    /// <param name="renderStyle">The theme replies are drawn in.</param>
    /// <param name="timeMs">Since the request arrived.</param>
    public TurnAnswer Answer(string branch, string renderStyle, long timeMs) => new()
    {
        Content = Reply.Content,
        ReasoningContent = Reply.Reasoning,
        ModelName = Model.Name,
        ModelType = Model.Type,
        ModelId = Model.Id,
        Branch = branch,
        Usage = Reply.Finished?.Usage,
        FinishReason = Reply.Finished?.FinishReason,
        Interrupted = Reply.Finished is null,
        KeySlot = Reply.Answering?.KeySlot,
        Tries = Reply.Answering?.Tries,
        TimeMs = timeMs,
        RenderStyle = renderStyle,
        Warnings = [.. Warnings],
    };
}
