namespace Repeater.Llm;

/// <summary>One model a client can choose, with everything a call of it needs except the key itself.</summary>
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

    /// <summary>Environment variable that holds the key; empty for a provider that asks for none.</summary>
    public string ApiKeyVariable { get; init; } = "";

    public ProviderProfile Profile { get; init; } = ProviderProfile.Generic;

    public bool IsParrot => BaseUrl is null;
}
