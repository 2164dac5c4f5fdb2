namespace Repeater.Llm;

/// <summary>
/// The members of the models file that say how a provider differs: <c>Profile</c> names a known one, the others change single
/// points of it. A model's come before its provider's, and those before what the host tells.
/// </summary>
static class ApiInfoProfile
{
    static readonly (string, TokenLimitField)[] TokenLimits =
        [("max_tokens", TokenLimitField.MaxTokens), ("max_completion_tokens", TokenLimitField.MaxCompletionTokens), ("none", TokenLimitField.None)];

    static readonly (string, Streaming)[] Streams = [("as asked", Streaming.AsAsked), ("always", Streaming.Always), ("never", Streaming.Never)];

    static readonly (string, NamePolicy)[] Names =
        [("as is", NamePolicy.AsIs), ("sanitised", NamePolicy.Sanitised), ("strip", NamePolicy.Strip), ("in content", NamePolicy.FoldIntoContent)];

    static readonly (string, SystemRole)[] SystemRoles =
        [("system", SystemRole.System), ("developer", SystemRole.Developer), ("user", SystemRole.User)];

    static readonly (string, PrefixStyle)[] Prefixes =
    [
        ("none", PrefixStyle.None), ("prefix", PrefixStyle.Prefix), ("partial", PrefixStyle.Partial),
        ("continue_final_message", PrefixStyle.ContinueFinalMessage), ("implicit", PrefixStyle.Implicit),
    ];

    static readonly (string, ThinkingStyle)[] ThinkingStyles =
    [
        ("none", ThinkingStyle.None), ("thinking", ThinkingStyle.ThinkingType), ("enable_thinking", ThinkingStyle.EnableThinking),
        ("chat_template_kwargs", ThinkingStyle.ChatTemplate), ("reasoning_effort", ThinkingStyle.ReasoningEffort),
    ];

    static readonly (string, ReasoningReplay)[] Replays =
        [("never", ReasoningReplay.Never), ("continuation", ReasoningReplay.Continuation), ("always", ReasoningReplay.Always)];

    public static ProviderProfile Read(ApiInfoElement model, ApiInfoElement provider, Uri url)
    {
        var profile = Change(Change(Named(model) ?? Named(provider) ?? KnownProviders.At(url), provider), model);
        return profile is { Thinking: not null, ThinkingStyle: ThinkingStyle.None }
            ? throw model.Error("Thinking", "nothing is known of how to switch it at this provider; name it in ThinkingStyle")
            : profile;
    }

    static ProviderProfile? Named(ApiInfoElement element)
    {
        var index = element.Choice("Profile", KnownProviders.ByName.Select((known, index) => (known.Name, index)));
        return index is null ? null : KnownProviders.ByName[index.Value].Profile;
    }

    static ProviderProfile Change(ProviderProfile profile, ApiInfoElement element) => profile with
    {
        TokenLimit = element.Choice("TokenLimit", TokenLimits) ?? profile.TokenLimit,
        StreamOptions = element.Switch("StreamOptions") ?? profile.StreamOptions,
        Streaming = element.Choice("Streaming", Streams) ?? profile.Streaming,
        Names = element.Choice("NamePolicy", Names) ?? profile.Names,
        SystemRole = element.Choice("SystemRole", SystemRoles) ?? profile.SystemRole,
        Alternates = element.Switch("AlternateRoles") ?? profile.Alternates,
        Prefix = element.Choice("Prefix", Prefixes) ?? profile.Prefix,
        PrefixBaseUrl = element.Url("PrefixURL") ?? profile.PrefixBaseUrl,
        Thinking = element.Switch("Thinking") ?? profile.Thinking,
        ThinkingStyle = element.Choice("ThinkingStyle", ThinkingStyles) ?? profile.ThinkingStyle,
        Replay = element.Choice("ReasoningReplay", Replays) ?? profile.Replay,
        Omit = element.Texts("Omit", "members that are not to be sent") is { } omit ? [.. profile.Omit, .. omit] : profile.Omit,
    };
}
