using System.Text.Json;

namespace Repeater.Llm;

/// <summary>What is asked of a model. What is null or empty is not sent, so the provider's own default holds.</summary>
sealed record LlmRequest
{
    public required ModelInfo Model { get; init; }

    /// <summary>
    /// Oldest first. Messages without content and messages of tools are not sent; reasoning only where the profile wants it.
    /// </summary>
    public required IReadOnlyList<Message> Messages { get; init; }

    // The four sampling numbers: one that is not finite counts as null.
    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public double? FrequencyPenalty { get; init; }

    public double? PresencePenalty { get; init; }

    /// <summary>Most tokens of the reply. One of the two limits is sent, under the name the provider knows.</summary>
    public int? MaxTokens { get; init; }

    /// <inheritdoc cref="MaxTokens"/>
    public int? MaxCompletionTokens { get; init; }

    /// <summary>Texts that end the reply.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Members of this request alone, sent as they are; what the models file says of the same name wins.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extra { get; init; } = NoMembers;

    public bool Stream { get; init; } = true;

    /// <summary>
    /// The last message is the assistant's and the reply is to continue it: the deltas hold only what is new. Without effect when the
    /// last message with content is somebody else's.
    /// </summary>
    public bool ContinueLast { get; init; }

    /// <summary>When the first try of this reply was begun, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>: the total limit runs from then. Null: now.</summary>
    public long? FirstTry { get; init; }

    static readonly Dictionary<string, JsonElement> NoMembers = [];
}
