namespace Repeater.Llm;

/// <summary>How a provider's dialect of the API differs from the others.</summary>
sealed record ProviderProfile
{
    /// <summary>
    /// What is safe with a server nothing is known about. Usage in streams is not asked for: a missing count is a gap in the
    /// statistics, an unknown member is a refused chat.
    /// </summary>
    public static ProviderProfile Generic { get; } = new();

    public TokenLimitField TokenLimit { get; init; } = TokenLimitField.MaxTokens;

    /// <summary>Whether a stream reports usage when asked by <c>stream_options</c>.</summary>
    public bool StreamOptions { get; init; }

    public NamePolicy Names { get; init; } = NamePolicy.Sanitised;

    public PrefixStyle Prefix { get; init; } = PrefixStyle.None;

    /// <summary>Where a continuation is asked for, when not at the model's own address.</summary>
    public Uri? PrefixBaseUrl { get; init; }

    /// <summary>The profile of the provider behind an address; <see cref="Generic"/> for any other.</summary>
    public static ProviderProfile For(Uri baseUrl)
    {
        foreach (var (host, profile) in ByHost)
        {
            if (baseUrl.Host.Equals(host, StringComparison.OrdinalIgnoreCase)
                || baseUrl.Host.EndsWith($".{host}", StringComparison.OrdinalIgnoreCase))
            {
                return profile;
            }
        }
        return baseUrl.Port == OllamaPort ? Ollama : Generic;
    }

    const int OllamaPort = 11434;

    static readonly ProviderProfile Qwen = new() { StreamOptions = true, Prefix = PrefixStyle.Partial };

    // Usage comes with the finish chunk, unasked.
    static readonly ProviderProfile Moonshot = new() { TokenLimit = TokenLimitField.MaxCompletionTokens, Prefix = PrefixStyle.Partial };

    static readonly ProviderProfile Ollama = new()
    {
        StreamOptions = true,
        Names = NamePolicy.FoldIntoContent,
        Prefix = PrefixStyle.Implicit,
    };

    static readonly (string Host, ProviderProfile Profile)[] ByHost =
    [
        ("api.openai.com", new() { TokenLimit = TokenLimitField.MaxCompletionTokens, StreamOptions = true }),
        ("api.deepseek.com", new()
        {
            StreamOptions = true,
            Names = NamePolicy.AsIs,
            Prefix = PrefixStyle.DeepSeekPrefix,
            PrefixBaseUrl = new("https://api.deepseek.com/beta"),
        }),
        ("dashscope.aliyuncs.com", Qwen),
        ("dashscope-intl.aliyuncs.com", Qwen),
        ("dashscope-us.aliyuncs.com", Qwen),
        ("api.moonshot.cn", Moonshot),
        ("api.moonshot.ai", Moonshot),
        // Refuses any name with 422, and stream_options too.
        ("api.mistral.ai", new() { Names = NamePolicy.FoldIntoContent }),
    ];
}

/// <summary>The one member that carries the limit: some providers refuse the other, some refuse the pair.</summary>
enum TokenLimitField
{
    MaxTokens,
    MaxCompletionTokens,
}

/// <summary>What becomes of a speaker's name.</summary>
enum NamePolicy
{
    AsIs,

    /// <summary>Reduced to <c>[a-zA-Z0-9_-]{1,64}</c>; a user's name of which nothing is left goes into the content.</summary>
    Sanitised,

    /// <summary>Not sent.</summary>
    Strip,

    /// <summary>A user's content becomes <c>[name] content</c>.</summary>
    FoldIntoContent,
}

/// <summary>How a provider is told to go on writing its last message.</summary>
enum PrefixStyle
{
    /// <summary>It cannot be; it is asked to, in one more user message.</summary>
    None,

    /// <summary><c>prefix: true</c> on the message, at an address of its own.</summary>
    DeepSeekPrefix,

    /// <summary><c>partial: true</c> on the message.</summary>
    Partial,

    /// <summary><c>continue_final_message: true</c> and <c>add_generation_prompt: false</c> on the request (vLLM, llama.cpp).</summary>
    ContinueFinalMessage,

    /// <summary>A last message of the assistant is continued anyway.</summary>
    Implicit,
}
