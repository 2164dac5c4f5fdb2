using Repeater.Llm;

namespace Repeater.Chat;

/// <summary>What a failed call means for whoever asked.</summary>
static class UpstreamFailures
{
    public static TurnFailed Describe(LlmException error, ModelInfo model, bool isSaved) => new()
    {
        Failure = Classify(error.Class),
        Detail = $"{error.Message} {(isSaved ? "What had arrived was saved as an interrupted reply; it can be continued." : "Nothing was saved.")}",
        RetryAfter = error.RetryAfter,
        ModelName = model.Name,
        ModelType = model.Type,
        ModelId = model.Id,
    };

    static UpstreamFailure Classify(LlmErrorClass error) => error switch
    {
        LlmErrorClass.RateLimit => UpstreamFailure.RateLimited,
        LlmErrorClass.Overloaded => UpstreamFailure.Unavailable,
        LlmErrorClass.Timeout => UpstreamFailure.TimedOut,
        LlmErrorClass.BadRequest or LlmErrorClass.ContentFilter or LlmErrorClass.ContextTooLong => UpstreamFailure.Rejected,
        _ => UpstreamFailure.BadGateway,
    };
}
