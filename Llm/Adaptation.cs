namespace Repeater.Llm;

/// <summary>One thing a provider turned out to do otherwise than its profile says.</summary>
/// <param name="Name">Equal for equal ones.</param>
/// <param name="IsOfModel">Whether it concerns the one model only; else everything at the same base address.</param>
/// <param name="Apply">Changes the profile.</param>
sealed record Adaptation(string Name, bool IsOfModel, Func<ProviderProfile, ProviderProfile> Apply)
{
    // Also where a proxy serves many models behind one address: what names are, how roles are called, is the server's.
    public static readonly Adaptation NoStreamOptions = OfServer("stream_options", profile => profile with { StreamOptions = false });
    public static readonly Adaptation NamesInContent = OfServer("name", profile => profile with { Names = NamePolicy.FoldIntoContent });
    public static readonly Adaptation NoDeveloper = OfServer("developer", profile => profile with { SystemRole = SystemRole.System });
    public static readonly Adaptation OtherTokenLimit = OfServer("token limit", profile => profile with
    {
        TokenLimit = profile.TokenLimit == TokenLimitField.MaxTokens ? TokenLimitField.MaxCompletionTokens : TokenLimitField.MaxTokens,
    });
    public static readonly Adaptation NoTokenLimit = OfServer("no token limit", profile => profile with { TokenLimit = TokenLimitField.None });

    // Templates, abilities and habits of models.
    public static readonly Adaptation NoSystem = OfModel("system", profile => profile with { SystemRole = SystemRole.User });
    public static readonly Adaptation Alternating = OfModel("alternate", profile => profile with { Alternates = true });
    public static readonly Adaptation NoPrefix = OfModel("prefix", profile => profile with { Prefix = PrefixStyle.None });
    public static readonly Adaptation ReasoningBack = OfModel("reasoning", profile => profile with { Replay = ReasoningReplay.Always });
    public static readonly Adaptation NoReasoning = OfModel("no reasoning", profile => profile with { Replay = ReasoningReplay.Never });
    public static readonly Adaptation NoThinkingSwitch = OfModel("thinking", profile => profile with { ThinkingStyle = ThinkingStyle.None });
    public static readonly Adaptation NotThinking = OfModel("not thinking", profile => profile with { Thinking = false, ThinkingStyle = ThinkingStyle.EnableThinking });
    public static readonly Adaptation OnlyStreams = OfModel("stream", profile => profile with { Streaming = Streaming.Always });
    public static readonly Adaptation NeverStreams = OfModel("no stream", profile => profile with { Streaming = Streaming.Never });

    public static Adaptation Without(string member) => OfModel($"without {member}", profile => profile with { Omit = [.. profile.Omit, member] });

    public bool Equals(Adaptation? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    static Adaptation OfServer(string name, Func<ProviderProfile, ProviderProfile> apply) => new(name, false, apply);

    static Adaptation OfModel(string name, Func<ProviderProfile, ProviderProfile> apply) => new(name, true, apply);
}
