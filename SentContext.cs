namespace Repeater;

/// <summary>How much of a conversation a model was sent, counted before the provider's dialect is applied.</summary>
sealed record SentContext
{
    /// <summary>Prompt and new message included.</summary>
    public required int SentMessages { get; init; }

    /// <summary>Their Unicode code points.</summary>
    public required long SentCharacters { get; init; }

    /// <summary>A guess by the characters: providers count each in their own way.</summary>
    public required long EstimatedTokens { get; init; }

    /// <summary>The oldest messages of the history, which stay stored and were not sent.</summary>
    public required int LeftOutMessages { get; init; }
}
