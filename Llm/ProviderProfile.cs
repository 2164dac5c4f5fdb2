namespace Repeater.Llm;

/// <summary>
/// How a provider's dialect of the API differs from the others: known by host, changed by the models file, corrected by what the
/// provider refuses.
/// </summary>
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

    public Streaming Streaming { get; init; } = Streaming.AsAsked;

    public NamePolicy Names { get; init; } = NamePolicy.Sanitised;

    public SystemRole SystemRole { get; init; } = SystemRole.System;

    /// <summary>Whether user and assistant must take turns: neighbours of one role are then sent as one message.</summary>
    public bool Alternates { get; init; }

    public PrefixStyle Prefix { get; init; } = PrefixStyle.None;

    /// <summary>Where a continuation is asked for, when not at the model's own address.</summary>
    public Uri? PrefixBaseUrl { get; init; }

    /// <summary>Whether the model is to think; null leaves it to the provider.</summary>
    public bool? Thinking { get; init; }

    public ThinkingStyle ThinkingStyle { get; init; } = ThinkingStyle.None;

    public ReasoningReplay Replay { get; init; } = ReasoningReplay.Never;

    /// <summary>Members of the request's top level that are never sent.</summary>
    public IReadOnlyList<string> Omit { get; init; } = [];
}

/// <summary>The one member that carries the limit: some providers refuse the other, some refuse the pair.</summary>
enum TokenLimitField
{
    MaxTokens,
    MaxCompletionTokens,

    /// <summary>Neither.</summary>
    None,
}

/// <summary>Whether answers are streamed.</summary>
enum Streaming
{
    AsAsked,
    Always,
    Never,
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

/// <summary>What prompts are sent as.</summary>
enum SystemRole
{
    System,
    Developer,

    /// <summary>There is no such role: they lead the user's next message.</summary>
    User,
}

/// <summary>How a provider is told to go on writing its last message.</summary>
enum PrefixStyle
{
    /// <summary>It cannot be; it is asked to, in one more user message.</summary>
    None,

    /// <summary><c>prefix: true</c> on the message (DeepSeek, at an address of its own, and Mistral).</summary>
    Prefix,

    /// <summary><c>partial: true</c> on the message.</summary>
    Partial,

    /// <summary><c>continue_final_message: true</c> and <c>add_generation_prompt: false</c> on the request (vLLM).</summary>
    ContinueFinalMessage,

    /// <summary>A last message of the assistant is continued anyway.</summary>
    Implicit,
}

/// <summary>How thinking is switched on and off.</summary>
enum ThinkingStyle
{
    /// <summary>It cannot be.</summary>
    None,

    /// <summary><c>thinking: {"type": "enabled"}</c>.</summary>
    ThinkingType,

    /// <summary><c>enable_thinking: true</c>.</summary>
    EnableThinking,

    /// <summary><c>chat_template_kwargs: {"enable_thinking": true}</c>.</summary>
    ChatTemplate,

    /// <summary><c>reasoning_effort: "none"</c> switches it off; on is what happens without.</summary>
    ReasoningEffort,
}

/// <summary>When what a model thought is sent back to it, as <c>reasoning_content</c>.</summary>
enum ReasoningReplay
{
    Never,

    /// <summary>With a reply that is to be continued: it belongs to what was begun.</summary>
    Continuation,

    /// <summary>With every reply.</summary>
    Always,
}
