using Repeater.Llm;
using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>What a failed call means for whoever asked.</summary>
static class UpstreamFailures
{
    const string Saved = "What had arrived was saved as an interrupted reply; it can be continued.";

    public static TurnFailed Describe(LlmException error, ModelInfo model, bool isSaved) => new()
    {
        Failure = Classify(error.Class),
        Detail = $"{error.Message} {(isSaved ? Saved : "Nothing was saved.")}",
        RetryAfter = error.RetryAfter,
        ModelName = model.Name,
        ModelType = model.Type,
        ModelId = model.Id,
    };

    /// <summary>The failure of a turn of which a part was saved, told once more.</summary>
    public static TurnFailed Describe(TurnReceipt receipt) => new()
    {
        Failure = Enum.TryParse<UpstreamFailure>(receipt.Failure, out var failure) ? failure : UpstreamFailure.BadGateway,
        Detail = $"{receipt.Error} {Saved}",
        ModelName = receipt.ModelName,
        ModelType = receipt.ModelType,
        ModelId = receipt.ModelId,
    };

    public static UpstreamFailure Classify(LlmErrorClass error) => error switch
    {
        LlmErrorClass.RateLimit => UpstreamFailure.RateLimited,
        LlmErrorClass.Overloaded => UpstreamFailure.Unavailable,
        LlmErrorClass.Timeout => UpstreamFailure.TimedOut,
        LlmErrorClass.BadRequest or LlmErrorClass.ContentFilter or LlmErrorClass.ContextTooLong => UpstreamFailure.Rejected,
        _ => UpstreamFailure.BadGateway,
    };
}
