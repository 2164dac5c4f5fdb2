namespace Repeater.Chat;

/// <summary>How a turn ended.</summary>
abstract record TurnOutcome;

/// <summary>The model answered.</summary>
sealed record TurnAnswer : TurnOutcome
{
    /// <summary>The reply as it is stored; of a continued reply the part that is new.</summary>
    public required string Content { get; init; }

    public required string ReasoningContent { get; init; }

    public required string ModelName { get; init; }

    public required string ModelType { get; init; }

    public required string ModelId { get; init; }

    /// <summary>Null when nothing was sent or stored for the user, as for <see cref="ReplyId"/>.</summary>
    public string? MessageId { get; init; }

    public string? ReplyId { get; init; }

    /// <summary>The branch the turn belongs to, whatever is current by now.</summary>
    public required string Branch { get; init; }

    public Usage? Usage { get; init; }

    /// <summary>The provider's word, unchanged.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The turn was stopped: what is here is what had come, and it can be continued.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Which of the model's keys was used, from 1; 0 when it needs none; null when it is not known any more.</summary>
    public int? KeySlot { get; init; }

    /// <summary>Calls made for this reply, over all keys and models.</summary>
    public int? Tries { get; init; }

    /// <summary>What the model was sent, and what not; null when that is not known any more.</summary>
    public SentContext? Context { get; init; }

    /// <summary>From the request's arrival to the answer, waiting included.</summary>
    public required long TimeMs { get; init; }

    /// <summary>The theme the user wants replies drawn in.</summary>
    public required string RenderStyle { get; init; }

    /// <summary>Sentences for the user: what was asked for and not done.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>The request cannot be carried out; nothing was sent and nothing stored.</summary>
sealed record TurnRefused(TurnRefusal Reason, string Detail) : TurnOutcome
{
    /// <summary>When another try may do; null where nobody can say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

enum TurnRefusal
{
    ContinueWithMessage,
    NothingToContinue,
    NothingToAnswer,
    UnknownModelType,

    /// <summary>The Idempotency-Key came with another request before.</summary>
    KeyUsedOtherwise,

    /// <summary>What the user, or everybody, may use of the models in a day or month is used up.</summary>
    BudgetSpent,

    /// <summary>Somebody stopped it, or the server ends, before a reply had begun.</summary>
    Stopped,

    /// <summary>The wait for an earlier turn of the user, or for a free place, took too long.</summary>
    Busy,

    /// <summary>The user sends more, or has more waiting, than one user may.</summary>
    TooManyRequests,

    /// <summary>All users together send more than the server takes.</summary>
    Overloaded,
}

/// <summary>The model could not be reached, or did not answer to the end.</summary>
sealed record TurnFailed : TurnOutcome
{
    public required UpstreamFailure Failure { get; init; }

    /// <summary>A sentence without secrets: what happened, at which provider, whether something was saved.</summary>
    public required string Detail { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public required string ModelName { get; init; }

    public required string ModelType { get; init; }

    public required string ModelId { get; init; }
}

/// <summary>What a client can do about it decides the class.</summary>
enum UpstreamFailure
{
    /// <summary>Ask again later, and not before Retry-After.</summary>
    RateLimited,

    /// <summary>The provider, or its key, is out of order: nothing a client can do.</summary>
    BadGateway,

    /// <summary>The provider is overloaded.</summary>
    Unavailable,

    TimedOut,

    /// <summary>The provider refuses this request as it is.</summary>
    Rejected,
}
