namespace Repeater.Llm;

/// <summary>What kind of failure a call ended in: decides what clients are told and whether another try makes sense.</summary>
enum LlmErrorClass
{
    /// <summary>The key is refused.</summary>
    Auth,

    /// <summary>Out of money or quota, which waiting does not mend.</summary>
    Balance,

    ContentFilter,

    ContextTooLong,

    /// <summary>The provider does not accept the request.</summary>
    BadRequest,

    /// <summary>No such model or address.</summary>
    NotFound,

    RateLimit,

    /// <summary>The provider cannot serve it now: too busy, or broken (5xx).</summary>
    Overloaded,

    /// <summary>A limit of <see cref="LlmLimits"/>, or the provider's own.</summary>
    Timeout,

    /// <summary>No connection, or none that can be trusted.</summary>
    Network,

    /// <summary>The answer broke off, or ended without a finish reason.</summary>
    Interrupted,

    /// <summary>What came back is no answer.</summary>
    BadResponse,

    /// <summary>Something is missing or wrong on our side, such as the key.</summary>
    Configuration,
}

/// <summary>A call to a model that failed. The message is a sentence that may be shown to anybody.</summary>
sealed class LlmException(LlmErrorClass errorClass, string provider, string providerMessage, Exception? inner = null)
    : Exception(null, inner)
{
    public LlmErrorClass Class => errorClass;

    public string Provider => provider;

    /// <summary>What the provider said, keys redacted; where it said nothing, what happened.</summary>
    public string ProviderMessage => providerMessage;

    /// <summary>HTTP status of the provider's answer; null when none came.</summary>
    public int? UpstreamStatus { get; init; }

    /// <summary>How long the provider asks to wait before another try.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether some of the answer had been handed out before.</summary>
    public bool AfterFirstToken { get; init; }

    /// <summary>The provider's own words, where it gave any: code, kind and the parameter it objects to.</summary>
    public ProviderError? Error { get; init; }

    /// <summary>Who was asked, and how often anybody was; null for a call that did not go through <see cref="LlmRouter"/>.</summary>
    public LlmAnswering? Asked { get; init; }

    /// <summary>The index of the request's message that the provider refuses; null when it names none.</summary>
    public int? RefusedMessage { get; init; }

    /// <summary>The same failure with what only the caller knows.</summary>
    public LlmException At(LlmAnswering asked, int? refusedMessage) => new(errorClass, provider, providerMessage, this)
    {
        UpstreamStatus = UpstreamStatus,
        RetryAfter = RetryAfter,
        AfterFirstToken = AfterFirstToken,
        Error = Error,
        Asked = asked,
        RefusedMessage = refusedMessage,
    };

    public override string Message =>
        UpstreamStatus is >= 300 ? $"{provider} answered {UpstreamStatus}: {providerMessage}" : $"{provider}: {providerMessage}";
}
