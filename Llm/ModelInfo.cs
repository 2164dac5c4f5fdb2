using System.Text.Json;

namespace Repeater.Llm;

/// <summary>One model a client can choose, with everything a call of it needs except the keys themselves.</summary>
sealed record ModelInfo
{
    /// <summary>For people; the id where the models file gives none.</summary>
    public required string Name { get; init; }

    /// <summary>What the provider calls it.</summary>
    public required string Id { get; init; }

    /// <summary>What clients choose by, in the spelling of the models file; may be empty.</summary>
    public required string Type { get; init; }

    public required string ProviderName { get; init; }

    /// <summary>Everything before <c>/chat/completions</c>; null for the built-in parrot.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Environment variables that hold the keys, the first choice first; empty for a provider that asks for none.</summary>
    public IReadOnlyList<string> ApiKeyVariables { get; init; } = [];

    /// <summary>The header that carries the key as it is; null: <c>Authorization: Bearer …</c>.</summary>
    public string? KeyHeader { get; init; }

    /// <summary>Sent with every request.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Members of every request. They take the place of ours of the same name; null keeps ours from being sent.</summary>
    public IReadOnlyDictionary<string, JsonElement> ExtraBody { get; init; } = NoMembers;

    /// <summary>With the user name and password it asks for, if any.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>In place of <see cref="LlmLimits.FirstTokenTimeout"/>.</summary>
    public TimeSpan? FirstTokenTimeout { get; init; }

    /// <summary>In place of <see cref="LlmLimits.IdleTimeout"/>.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Null where the models file has none.</summary>
    public ModelPrices? Prices { get; init; }

    public ProviderProfile Profile { get; init; } = ProviderProfile.Generic;

    public bool IsParrot => BaseUrl is null;

    static readonly Dictionary<string, JsonElement> NoMembers = [];
}

/// <summary>What a million tokens cost, in whatever currency the models file is in.</summary>
/// <param name="Input">Of the prompt.</param>
/// <param name="CachedInput">Of the prompt, from the provider's cache.</param>
/// <param name="Output">Of the reply, reasoning included.</param>
readonly record struct ModelPrices(decimal Input, decimal CachedInput, decimal Output)
{
    const decimal Million = 1_000_000;

    /// <param name="prompt">Tokens, those from the cache included.</param>
    /// <param name="cached">Tokens from the cache.</param>
    /// <param name="completion">Tokens of the reply.</param>
    public decimal Of(long prompt, long cached, long completion)
    {
        cached = Math.Clamp(cached, 0, Math.Max(0, prompt));
        return ((Math.Max(0, prompt) - cached) * Input + cached * CachedInput + Math.Max(0, completion) * Output) / Million;
    }
}
