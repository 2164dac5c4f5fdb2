namespace Repeater.Configuration;

/// <summary>Where settings are looked for.</summary>
sealed record SettingsSources
{
    /// <summary>The value of a flag by <see cref="Setting.Name"/>; null when it was not given.</summary>
    public Func<string, string?> Flags { get; init; } = _ => null;

    public Func<string, string?> Environment { get; init; } = _ => null;

    /// <summary>Relative paths start here.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>A file that must exist; null: <c>.env</c> in the working directory where there is one.</summary>
    public string? EnvFile { get; init; }

    /// <summary>Chooses among a config file's values.</summary>
    public string System { get; init; } = ConfigFile.System;
}
