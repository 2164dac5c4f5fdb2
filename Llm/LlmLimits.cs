namespace Repeater.Llm;

/// <summary>How long and how much a call may take. <see cref="Timeout.InfiniteTimeSpan"/> switches a time limit off.</summary>
sealed record LlmLimits
{
    /// <summary>For a new connection, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// From sending the request to the first piece of reasoning or content; for an answer that is not streamed, to its first
    /// byte. Keep-alive comments do not count: DeepSeek sends them for up to ten minutes while a request queues, then gives up.
    /// </summary>
    public TimeSpan FirstTokenTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Between two arrivals of anything at all, comments included, once the first token is there.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>For the whole call.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>Of an answer's body, framing included: about 300 bytes a token when streamed.</summary>
    public long MaxResponseBytes { get; init; } = 64 << 20;
}
