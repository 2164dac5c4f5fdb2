namespace Repeater.Chat.Variables;

/// <summary>What the registered variables print: the caller, the bot, the time. One value serves a whole turn.</summary>
sealed record VariableContext
{
    /// <summary>As it stands in the path, not mapped to a folder name.</summary>
    public required string UserId { get; init; }

    /// <summary>After the nickname mapping.</summary>
    public required string UserName { get; init; }

    public required string ModelType { get; init; }

    public required string BotName { get; init; }

    public required string Version { get; init; }

    public required DateOnly Birthday { get; init; }

    /// <summary>The user's time zone, between -24 and 24 hours; used by the time, the age and the countdown alike.</summary>
    public required TimeSpan UtcOffset { get; init; }

    public required TimeProvider Clock { get; init; }

    public required Random Random { get; init; }

    /// <summary>The user's wall clock.</summary>
    public DateTime LocalNow => Clock.GetUtcNow().UtcDateTime + UtcOffset;
}
