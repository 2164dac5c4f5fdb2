namespace Repeater.Llm;

/// <summary>What is known of the providers there are. The names are those of <c>Profile</c> in the models file.</summary>
static class KnownProviders
{
    // Servers on one's own machine have no host that tells them; these two have a port of their own.
    static readonly (int Port, string Name)[] Ports = [(11434, "ollama"), (1234, "lm studio")];

    static readonly (string Name, ProviderProfile Profile, string[] Hosts)[] All =
    [
        ("generic", ProviderProfile.Generic, []),
        ("openai", new()
        {
            TokenLimit = TokenLimitField.MaxCompletionTokens,
            StreamOptions = true,
            ThinkingStyle = ThinkingStyle.ReasoningEffort,
        }, ["api.openai.com"]),
        ("deepseek", new()
        {
            StreamOptions = true,
            Names = NamePolicy.AsIs,
            Prefix = PrefixStyle.Prefix,
            PrefixBaseUrl = new("https://api.deepseek.com/beta"),
            ThinkingStyle = ThinkingStyle.ThinkingType,
            Replay = ReasoningReplay.Continuation,
        }, ["api.deepseek.com"]),
        ("qwen", new() { StreamOptions = true, Prefix = PrefixStyle.Partial, ThinkingStyle = ThinkingStyle.EnableThinking },
            ["dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com", "dashscope-us.aliyuncs.com"]),
        // Usage comes with the finish chunk, unasked.
        ("moonshot", new()
        {
            TokenLimit = TokenLimitField.MaxCompletionTokens,
            Prefix = PrefixStyle.Partial,
            ThinkingStyle = ThinkingStyle.ThinkingType,
        }, ["api.moonshot.cn", "api.moonshot.ai"]),
        // Usage comes at the end of the stream, unasked.
        ("zhipu", new() { ThinkingStyle = ThinkingStyle.ThinkingType }, ["open.bigmodel.cn", "api.z.ai"]),
        ("volcengine", new() { StreamOptions = true, ThinkingStyle = ThinkingStyle.ThinkingType }, ["volces.com"]),
        // Usage comes with every chunk, unasked.
        ("siliconflow", new() { ThinkingStyle = ThinkingStyle.EnableThinking }, ["api.siliconflow.cn", "api.siliconflow.com"]),
        ("hunyuan", new() { StreamOptions = true, ThinkingStyle = ThinkingStyle.EnableThinking }, ["api.hunyuan.cloud.tencent.com"]),
        ("minimax", new() { StreamOptions = true }, ["api.minimaxi.com", "api.minimax.chat", "api.minimax.io"]),
        // Refuses any name with 422, and stream_options too.
        ("mistral", new() { Names = NamePolicy.FoldIntoContent, Prefix = PrefixStyle.Prefix }, ["api.mistral.ai"]),
        ("openrouter", new() { StreamOptions = true, ThinkingStyle = ThinkingStyle.ReasoningEffort }, ["openrouter.ai"]),
        ("gemini", new() { StreamOptions = true, ThinkingStyle = ThinkingStyle.ReasoningEffort }, ["generativelanguage.googleapis.com"]),
        ("groq", new()
        {
            TokenLimit = TokenLimitField.MaxCompletionTokens,
            StreamOptions = true,
            ThinkingStyle = ThinkingStyle.ReasoningEffort,
        }, ["api.groq.com"]),
        ("xai", new() { StreamOptions = true }, ["api.x.ai"]),
        ("lm studio", new() { StreamOptions = true, Names = NamePolicy.FoldIntoContent }, []),
        ("ollama", new()
        {
            StreamOptions = true,
            Names = NamePolicy.FoldIntoContent,
            Prefix = PrefixStyle.Implicit,
            ThinkingStyle = ThinkingStyle.ReasoningEffort,
        }, []),
        // Templates of both leave names out, so they are put where the model sees them.
        ("vllm", new()
        {
            StreamOptions = true,
            Names = NamePolicy.FoldIntoContent,
            Prefix = PrefixStyle.ContinueFinalMessage,
            ThinkingStyle = ThinkingStyle.ChatTemplate,
        }, []),
        ("llama.cpp", new()
        {
            StreamOptions = true,
            Names = NamePolicy.FoldIntoContent,
            Prefix = PrefixStyle.Implicit,
            ThinkingStyle = ThinkingStyle.ChatTemplate,
        }, []),
    ];

    /// <summary>For the models file.</summary>
    public static IReadOnlyList<(string Name, ProviderProfile Profile)> ByName { get; } = [.. All.Select(known => (known.Name, known.Profile))];

    /// <summary>The profile of the provider behind an address; <see cref="ProviderProfile.Generic"/> for any other.</summary>
    public static ProviderProfile At(Uri baseUrl)
    {
        foreach (var (_, profile, hosts) in All)
        {
            if (hosts.Any(host => IsAt(baseUrl.Host, host)))
            {
                return profile;
            }
        }
        var named = Ports.FirstOrDefault(known => known.Port == baseUrl.Port).Name;
        return named is null ? ProviderProfile.Generic : ByName.First(known => known.Name == named).Profile;
    }

    static bool IsAt(string actual, string host) =>
        actual.Equals(host, StringComparison.OrdinalIgnoreCase) || actual.EndsWith($".{host}", StringComparison.OrdinalIgnoreCase);
}
