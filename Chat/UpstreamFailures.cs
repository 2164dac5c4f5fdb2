using Repeater.Llm;
using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>What a failed call means for whoever asked.</summary>
static class UpstreamFailures
{
    const string SentenceEnds = ".!?…。！？";

    const string Saved = "What had arrived was saved as an interrupted reply; it can be continued.";

    /// <param name="error">What happened.</param>
    /// <param name="model">That was asked.</param>
    /// <param name="advice">What to do about it; null for nothing special.</param>
    /// <param name="isSaved">Whether a part of the reply was.</param>
    public static TurnFailed Describe(LlmException error, ModelInfo model, string? advice, bool isSaved) => new()
    {
        Failure = Classify(error.Class),
        Detail = string.Join(' ', ((string?[])[Closed(error.Message), Tried(error), advice, isSaved ? Saved : "Nothing was saved."]).OfType<string>()),
        RetryAfter = error.RetryAfter,
        ModelName = model.Name,
        ModelType = model.Type,
        ModelId = model.Id,
    };

    /// <summary>Providers' own words need not be a sentence.</summary>
    static string Closed(string words) => words.Length > 0 && SentenceEnds.Contains(words[^1]) ? words : $"{words}.";

    static string? Tried(LlmException error) =>
        error is { Asked.Tries: > 1, AfterFirstToken: false } ? $"It was tried {error.Asked.Tries} times." : null;

    /// <summary>The failure of a turn of which a part was saved, told once more.</summary>
    public static TurnFailed Describe(TurnReceipt receipt) => new()
    {
        Failure = Enum.TryParse<UpstreamFailure>(receipt.Failure, out var failure) ? failure : UpstreamFailure.BadGateway,
        Detail = $"{Closed(receipt.Error ?? "")} {Saved}",
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
