using System.Text.Json;
using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>
/// What a user's settings mean for a turn, with the server's defaults where the user set nothing. A value that cannot be
/// used is left out and named in <see cref="Warnings"/>; it never fails a turn.
/// </summary>
sealed record UserPreferences
{
    public required string ModelType { get; init; }

    public required Sampling Sampling { get; init; }

    public required TimeSpan UtcOffset { get; init; }

    /// <summary>The preset that stands in for a prompt.</summary>
    public required string Preset { get; init; }

    public required string RenderStyle { get; init; }

    /// <summary>False: the history is kept and not sent.</summary>
    public bool LoadMemory { get; init; } = true;

    public ContextWindow Window { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public static UserPreferences Of(UserValues values, Settings defaults)
    {
        var warnings = new List<string>();
        return new UserPreferences
        {
            ModelType = Text(UserSettingRules.ModelType) ?? defaults.DefaultModelType,
            Sampling = new Sampling
            {
                Temperature = Number(UserSettingRules.Temperature, defaults.DefaultTemperature),
                TopP = Number(UserSettingRules.TopP, defaults.DefaultTopP),
                FrequencyPenalty = Number(UserSettingRules.FrequencyPenalty, defaults.DefaultFrequencyPenalty),
                PresencePenalty = Number(UserSettingRules.PresencePenalty, defaults.DefaultPresencePenalty),
                MaxTokens = WholeNumber(UserSettingRules.MaxTokens, defaults.DefaultMaxTokens),
                MaxCompletionTokens = WholeNumber(UserSettingRules.MaxCompletionTokens, defaults.DefaultMaxCompletionTokens),
                Stop = Find(UserSettingRules.Stop) is { } stop ? TextsSetting.Parse(stop) ?? [] : defaults.DefaultStop,
            },
            UtcOffset = Offset(Number(UserSettingRules.TimeZone, defaults.TimeZoneOffset) ?? defaults.TimeZoneOffset),
            Preset = Text(UserSettingRules.Preset) ?? defaults.PresetName,
            RenderStyle = Text(UserSettingRules.RenderStyle) ?? defaults.RenderStyle,
            LoadMemory = Find(UserSettingRules.LoadMemory) is not { } memory || (FlagSetting.Parse(memory) ?? true),
            Window = new(
                WholeNumber(UserSettingRules.ContextMaxMessages, defaults.ContextMaxMessages),
                WholeNumber(UserSettingRules.ContextMaxCharacters, defaults.ContextMaxCharacters),
                WholeNumber(UserSettingRules.ContextMaxTokens, defaults.ContextMaxTokens)),
            Warnings = warnings,
        };

        // A stored null means that nothing is to be sent, so it is not the default.
        double? Number(NumberSetting rule, double standard) => Find(rule) is { } value ? rule.Parse(value) : standard;

        int? WholeNumber(WholeNumberSetting rule, int? standard) => Find(rule) is { } value ? rule.Parse(value) : standard;

        string? Text(UserSettingRule rule) => Find(rule) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

        JsonElement? Find(UserSettingRule rule)
        {
            foreach (var name in rule.Names)
            {
                if (values.Find(name) is not { } value)
                {
                    continue;
                }

                if (UserSettingRules.Refusal(name, value) is not { } refusal)
                {
                    return value;
                }

                warnings.Add($"Your setting {refusal} The default was used.");
            }

            return null;
        }
    }

    /// <summary>To the minute: no zone on earth is finer.</summary>
    public static TimeSpan Offset(double hours) => TimeSpan.FromMinutes(Math.Round(hours * 60));
}
