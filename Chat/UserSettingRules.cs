using System.Globalization;
using System.Text.Json;

namespace Repeater.Chat;

/// <summary>A user setting that means something: its names (the first is ours, the others are later clients') and what it may be.</summary>
abstract record UserSettingRule(params string[] Names)
{
    /// <summary>What is allowed, to stand behind "is not".</summary>
    public abstract string Wanted { get; }

    /// <summary>Null always is: it means none.</summary>
    public abstract bool Allows(JsonElement value);
}

sealed record TextSetting(params string[] Names) : UserSettingRule(Names)
{
    public override string Wanted => "a text";

    public override bool Allows(JsonElement value) => value.ValueKind == JsonValueKind.String;
}

/// <summary>Numbers may also come as text, as some clients send them.</summary>
sealed record NumberSetting(double Least, double Most, params string[] Names) : UserSettingRule(Names)
{
    public override string Wanted => string.Create(CultureInfo.InvariantCulture, $"a number from {Least} to {Most}");

    public override bool Allows(JsonElement value) => Parse(value) is not null;

    public double? Parse(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most
            ? number
            : null;
    }
}

sealed record WholeNumberSetting(int Least, params string[] Names) : UserSettingRule(Names)
{
    public override string Wanted => $"a whole number of at least {Least}";

    public override bool Allows(JsonElement value) => Parse(value) is not null;

    public int? Parse(JsonElement value) =>
        new NumberSetting(Least, int.MaxValue).Parse(value) is { } number && double.IsInteger(number) ? (int)number : null;
}

sealed record FlagSetting(params string[] Names) : UserSettingRule(Names)
{
    public override string Wanted => "true or false";

    public override bool Allows(JsonElement value) => Parse(value) is not null;

    public static bool? Parse(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.String && bool.TryParse(value.ToString(), out var flag)
            ? flag
            : null;
}

sealed record TextsSetting(params string[] Names) : UserSettingRule(Names)
{
    public override string Wanted => "a list of texts";

    public override bool Allows(JsonElement value) => Parse(value) is not null;

    public static IReadOnlyList<string>? Parse(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. value.EnumerateArray().Select(item => item.GetString()!)],
        _ => null,
    };
}

/// <summary>All of them. Every other name is kept for the user and means nothing here.</summary>
static class UserSettingRules
{
    public static readonly TextSetting ModelType = new("model_type", "model_uid");
    public static readonly NumberSetting Temperature = new(0, 2, "temperature");
    public static readonly NumberSetting TopP = new(0, 1, "top_p");
    public static readonly NumberSetting FrequencyPenalty = new(-2, 2, "frequency_penalty");
    public static readonly NumberSetting PresencePenalty = new(-2, 2, "presence_penalty");
    public static readonly WholeNumberSetting MaxTokens = new(1, "max_tokens");
    public static readonly WholeNumberSetting MaxCompletionTokens = new(1, "max_completion_tokens");
    public static readonly TextsSetting Stop = new("stop");

    /// <summary>Hours from UTC, short of a whole day.</summary>
    public static readonly NumberSetting TimeZone = new(-23.99, 23.99, "timezone", "time_zone");

    public static readonly TextSetting Preset = new("parset_prompt_name", "default_prompt_file");
    public static readonly TextSetting RenderStyle = new("render_style");
    public static readonly FlagSetting LoadMemory = new("load_memory");
    public static readonly WholeNumberSetting ContextMaxMessages = new(1, "context_max_messages");
    public static readonly WholeNumberSetting ContextMaxCharacters = new(1, "context_max_characters");
    public static readonly WholeNumberSetting ContextMaxTokens = new(1, "context_max_tokens");

    static readonly UserSettingRule[] All =
    [
        ModelType, Temperature, TopP, FrequencyPenalty, PresencePenalty, MaxTokens, MaxCompletionTokens, Stop, TimeZone, Preset,
        RenderStyle, LoadMemory, ContextMaxMessages, ContextMaxCharacters, ContextMaxTokens,
    ];

    /// <summary>A sentence when the value would be of no use under this name; null when it may be stored.</summary>
    public static string? Refusal(string name, JsonElement value) =>
        value.ValueKind != JsonValueKind.Null && All.FirstOrDefault(rule => rule.Names.Contains(name)) is { } rule && !rule.Allows(value)
            ? $"{name} must be {rule.Wanted}, not {value.GetRawText()}."
            : null;
}
