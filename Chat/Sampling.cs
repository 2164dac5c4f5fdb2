using System.Text.Json;

namespace Repeater.Chat;

/// <summary>How to answer, as far as a request or a user's settings say. Null: they do not, so that what comes after them holds.</summary>
sealed record Sampling
{
    // Before the first of these, which needs it.
    static readonly Dictionary<string, JsonElement> NoMembers = [];

    public static Sampling None { get; } = new();

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public double? FrequencyPenalty { get; init; }

    public double? PresencePenalty { get; init; }

    public int? MaxTokens { get; init; }

    public int? MaxCompletionTokens { get; init; }

    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>Members that are passed on as they are.</summary>
    public IReadOnlyDictionary<string, JsonElement> More { get; init; } = NoMembers;

    /// <summary>This where it says something, else the other.</summary>
    public Sampling Over(Sampling other)
    {
        // One of the two limits is sent: a setting under the other name must not win over the request.
        var hasLimit = (MaxTokens ?? MaxCompletionTokens) is not null;
        return new Sampling
        {
            Temperature = Temperature ?? other.Temperature,
            TopP = TopP ?? other.TopP,
            FrequencyPenalty = FrequencyPenalty ?? other.FrequencyPenalty,
            PresencePenalty = PresencePenalty ?? other.PresencePenalty,
            MaxTokens = hasLimit ? MaxTokens : other.MaxTokens,
            MaxCompletionTokens = hasLimit ? MaxCompletionTokens : other.MaxCompletionTokens,
            Stop = Stop ?? other.Stop,
            More = More.Count > 0 ? More : other.More,
        };
    }
}
