using Repeater.Calls;
using Repeater.Llm;

namespace Repeater.Chat;

/// <summary>Follows one call and says in the end what the call log says of it. Made when all is ready to be sent.</summary>
/// <param name="owner">Whom it is put down to.</param>
/// <param name="request">What is sent.</param>
/// <param name="clock">Of the times.</param>
/// <param name="arrived">When the client's request did.</param>
sealed class CallReport(CallOwner owner, LlmRequest request, TimeProvider clock, DateTimeOffset arrived)
{
    // About what tokenizers make of text: four letters, or a Chinese character and a third.
    const double TokensPerAscii = 0.25;
    const double TokensPerOther = 0.75;

    readonly long _prepared = Nanoseconds(clock.GetUtcNow());
    long? _firstToken;

    public void See(LlmDelta delta)
    {
        if (_firstToken is null && delta is ContentDelta or ReasoningDelta)
        {
            _firstToken = Nanoseconds(clock.GetUtcNow());
        }
    }

    /// <param name="model">That answered, or was asked last.</param>
    /// <param name="reply">As far as it came.</param>
    /// <param name="failure">Null when there was none.</param>
    public CallRecord End(ModelInfo model, Reply reply, LlmException? failure)
    {
        var now = Nanoseconds(clock.GetUtcNow());
        var end = reply.Finished;
        var usage = end?.Usage ?? new Usage();
        var isUncounted = end?.Usage is null && !reply.IsEmpty;
        long? promptGuess = isUncounted ? (long)Math.Ceiling(request.Messages.Sum(message => Tokens(message.Content))) : null;
        long? completionGuess = isUncounted ? (long)Math.Ceiling(Tokens(reply.Written) + Tokens(reply.Reasoning)) : null;
        var isStream = end is null ? request.Stream : end.StreamStart > 0;
        return new CallRecord
        {
            Id = end?.UpstreamId ?? "",
            Url = model.BaseUrl?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) ?? "",
            Model = model.Id,
            UserId = owner.UserId,
            UserName = owner.UserName,
            Stream = isStream,
            TotalChunk = end?.Chunks ?? 0,
            TaskStartTime = Nanoseconds(arrived),
            TaskEndTime = now,
            RequestStartTime = end?.RequestStart ?? _prepared,
            RequestEndTime = end?.RequestEnd ?? _firstToken ?? now,
            StreamProcessingStartTime = end?.StreamStart ?? (isStream ? _firstToken ?? 0 : 0),
            StreamProcessingEndTime = end?.StreamEnd ?? (isStream && _firstToken is not null ? now : 0),
            CallPrepareStartTime = Nanoseconds(arrived),
            CallPrepareEndTime = _prepared,
            ChunkTimes = end is null ? [] : Gaps(end.ChunkTimes, end.Created),
            CreatedTime = end?.Created ?? 0,
            TotalTokens = usage.TotalTokens ?? 0,
            PromptTokens = usage.PromptTokens ?? 0,
            CompletionTokens = usage.CompletionTokens ?? 0,
            CacheHitCount = usage.CachedTokens ?? 0,
            CacheMissCount = Math.Max(0, (usage.PromptTokens ?? 0) - (usage.CachedTokens ?? 0)),
            TotalContextLength = request.Messages.Sum(message => (long)TextLength.CodePoints(message.Content)) + TextLength.CodePoints(reply.Written),
            ReasoningContentLength = TextLength.CodePoints(reply.Reasoning),
            NewContentLength = TextLength.CodePoints(reply.Written),
            Outcome = failure is not null ? CallRecord.Failed : end is null ? CallRecord.Stopped : CallRecord.Succeeded,
            FinishReason = end?.FinishReason,
            ErrorClass = failure?.Class.ToString(),
            Error = failure?.Message,
            Tries = reply.Answering?.Tries ?? failure?.Asked?.Tries,
            KeySlot = reply.Answering?.KeySlot ?? failure?.Asked?.KeySlot,
            FirstTokenTime = _firstToken,
            ReasoningTokens = usage.ReasoningTokens,
            ModelName = model.Name,
            ModelType = model.Type,
            Provider = model.ProviderName,
            Branch = owner.Branch,
            EstimatedPromptTokens = promptGuess,
            EstimatedCompletionTokens = completionGuess,
            Price = model.Prices?.Of(
                usage.PromptTokens ?? promptGuess ?? 0, usage.CachedTokens ?? 0, usage.CompletionTokens ?? completionGuess ?? 0),
        };
    }

    /// <summary>As the original has them: the first counts from the second in which the provider says it began.</summary>
    static IReadOnlyList<long> Gaps(IReadOnlyList<long> times, long created) =>
        [.. times.Skip(1).Select((time, index) => time - (index == 0 ? created * 1_000_000_000 : times[index]))];

    static double Tokens(string text)
    {
        var ascii = text.Count(char.IsAscii);
        return ascii * TokensPerAscii + (text.Length - ascii) * TokensPerOther;
    }

    static long Nanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
