using System.Diagnostics.CodeAnalysis;

namespace Repeater.Configuration;

/// <summary>One setting: its names, what it does, how its text becomes a value. All of them: <see cref="SettingsTable"/>.</summary>
abstract record Setting
{
    /// <summary>The environment variable, the key in <c>.env</c> and, in any case, an item of the config file.</summary>
    public required string Name { get; init; }

    /// <summary>Whole sentences: what it changes, in which unit, with what consequence.</summary>
    public required string Description { get; init; }

    /// <summary>The name in kebab case; null where that flag already means something else.</summary>
    public string? Flag { get; init; }

    /// <summary>Further names in the config file, which has some that no environment variable ever had.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>Never printed.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Among the few that help shows first.</summary>
    public bool IsCommon { get; init; }

    /// <summary>What is in force when nobody sets it, in words where that depends on something.</summary>
    public required string DefaultText { get; init; }

    /// <summary>What a value of null means, in a word or two.</summary>
    public string UnsetText { get; init; } = "none";

    /// <summary>Stands for the value in help: <c>SECONDS</c>.</summary>
    public abstract string Placeholder { get; }

    /// <summary>Ends the sentence "must be …".</summary>
    public abstract string Allowed { get; }

    /// <summary>True or false, and as a flag true without a value.</summary>
    public abstract bool IsSwitch { get; }

    /// <summary>Whether <c>none</c> is a value of its own. JSON's null means it where it is, and "not set" where it is not.</summary>
    public abstract bool AllowsNone { get; }

    /// <summary>The settings with this one changed; null when the text is not allowed.</summary>
    public abstract Settings? Apply(Settings settings, string text);

    /// <summary>The value in force as it would be written; null when there is none.</summary>
    public abstract string? Show(Settings settings);

    public static Setting<T> Of<T>(
        string name, ValueFormat<T> format, Func<Settings, T> get, Func<Settings, T, Settings> set, string description) =>
        new(format, get, set)
        {
            Name = name,
            Flag = "--" + name.ToLowerInvariant().Replace('_', '-'),
            Description = description,
            DefaultText = get(Defaults) is { } value ? format.Show(value) : "none",
        };

    static readonly Settings Defaults = new();
}

sealed record Setting<T>(ValueFormat<T> Format, Func<Settings, T> Get, Func<Settings, T, Settings> Set) : Setting
{
    public override string Placeholder => Format.Placeholder;

    public override string Allowed => Format.Allowed;

    public override bool IsSwitch => typeof(T) == typeof(bool);

    public override bool AllowsNone => Format.TryRead("none", out var value) && value is null;

    public override Settings? Apply(Settings settings, string text) =>
        Format.TryRead(text, out var value) ? Set(settings, value) : null;

    public override string? Show(Settings settings) => Get(settings) is { } value ? Format.Show(value) : null;
}

/// <summary>How one kind of value is read from text, which is neither empty nor padded, and shown again.</summary>
sealed record ValueFormat<T>(string Placeholder, string Allowed, TryRead<T> TryRead, Func<T, string> Show);

delegate bool TryRead<T>(string text, [MaybeNullWhen(false)] out T value);
