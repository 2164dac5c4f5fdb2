namespace Repeater.Llm;

/// <summary>How much is tried before a reply begins. After its first token nothing is ever tried again.</summary>
sealed record RetryLimits
{
    /// <summary>Calls for one reply, over all keys and models. One more is made where a refusal named what to leave out.</summary>
    public int MaxTries { get; init; } = 5;

    /// <summary>From the first try; no later try begins after it, and no wait goes beyond it.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Before the second try of a model that is overloaded or out of reach; doubles each time, less a random part.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(0.5);

    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(15);
}
