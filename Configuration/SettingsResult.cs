namespace Repeater.Configuration;

/// <summary>What reading all sources came to.</summary>
sealed record SettingsResult
{
    /// <summary>To be used only without <see cref="Errors"/>; with some, a setting that is wrong has its default here.</summary>
    public required Settings Settings { get; init; }

    /// <summary>Every setting in the table's order.</summary>
    public required IReadOnlyList<SettingValue> Values { get; init; }

    /// <summary>Set somewhere, known from the original, without effect here.</summary>
    public required IReadOnlyList<UnusedSetting> Unused { get; init; }

    /// <summary>One sentence each: what is probably a mistake and stops nothing.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>One sentence each: setting, source, value found, what is allowed.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>The real environment, then <c>.env</c>; null when neither has it, or empty. Keys of providers are found here.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The <c>.env</c> file that was read; null when there is none.</summary>
    public required string? EnvFile { get; init; }
}

/// <summary>
/// A setting's value in force, or the one refused, null when there is none: secrets in clear. A refused one has a problem,
/// the end of a sentence: "must be …".
/// </summary>
sealed record SettingValue(Setting Setting, string? Text, SettingSource Source, string? Problem);

sealed record UnusedSetting(string Name, SettingSource Source, string Reason);

/// <summary>Where a value comes from, and that for people: <c>flag --port</c>, <c>environment</c>, <c>.env line 3</c>.</summary>
sealed record SettingSource(SourceKind Kind, string Text)
{
    public static readonly SettingSource Default = new(SourceKind.Default, "default");
    public static readonly SettingSource Environment = new(SourceKind.Environment, "environment");
}

/// <summary>The strongest last.</summary>
enum SourceKind
{
    Default,
    File,
    EnvFile,
    Environment,
    Flag,
}
