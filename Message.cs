using System.Text.Json;

namespace Repeater;

/// <summary>Who speaks in a message. Wire form: the lower-case name.</summary>
enum Role
{
    System,
    User,
    Assistant,
    Tool,
}

/// <summary>One message of a conversation.</summary>
sealed record Message
{
    /// <summary>Stable inside its branch; empty for a message that is stored nowhere, such as the prompt.</summary>
    public string Id { get; init; } = "";

    public required Role Role { get; init; }

    public required string Content { get; init; }

    /// <summary>What the model thought before it answered; empty when it did not say.</summary>
    public string ReasoningContent { get; init; } = "";

    /// <summary>The speaker's name as the client gave it, any characters; null when none was given.</summary>
    public string? Name { get; init; }

    /// <summary>A reply that was cut off; it can be continued.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Members that other programs stored with the message; kept as they are, never interpreted.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Extra { get; init; }
}

/// <summary>Tokens of one call as the provider counted them; a member it did not report is null.</summary>
sealed record Usage
{
    public long? PromptTokens { get; init; }

    public long? CompletionTokens { get; init; }

    public long? TotalTokens { get; init; }

    /// <summary>Part of <see cref="PromptTokens"/> that the provider read from its cache.</summary>
    public long? CachedTokens { get; init; }

    /// <summary>Part of <see cref="CompletionTokens"/> spent on reasoning.</summary>
    public long? ReasoningTokens { get; init; }
}
