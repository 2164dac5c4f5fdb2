using System.Text.Json;

namespace Repeater.Chat;

/// <summary>What a request itself says about how to answer. Null: it says nothing, and the user's setting holds where there is one.</summary>
sealed record SamplingWishes
{
    // Before the first of these, which needs it.
    static readonly Dictionary<string, JsonElement> NoMembers = [];

    public static SamplingWishes None { get; } = new();

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public double? FrequencyPenalty { get; init; }

    public double? PresencePenalty { get; init; }

    public int? MaxTokens { get; init; }

    public int? MaxCompletionTokens { get; init; }

    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>Members that are passed on as they are.</summary>
    public IReadOnlyDictionary<string, JsonElement> More { get; init; } = NoMembers;

    public UserPreferences Over(UserPreferences user)
    {
        // One of the two limits is sent: a setting under the other name must not win over the request.
        var hasLimit = (MaxTokens ?? MaxCompletionTokens) is not null;
        return user with
        {
            Temperature = Temperature ?? user.Temperature,
            TopP = TopP ?? user.TopP,
            FrequencyPenalty = FrequencyPenalty ?? user.FrequencyPenalty,
            PresencePenalty = PresencePenalty ?? user.PresencePenalty,
            MaxTokens = hasLimit ? MaxTokens : user.MaxTokens,
            MaxCompletionTokens = hasLimit ? MaxCompletionTokens : user.MaxCompletionTokens,
            Stop = Stop ?? user.Stop,
        };
    }
}
