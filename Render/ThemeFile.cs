using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repeater.Render;

/// <summary>A theme as its JSON file has it. Comments and trailing commas are allowed.</summary>
sealed record ThemeFile
{
    /// <summary>An embedded theme that fills in what this file leaves out.</summary>
    public string? Base { get; init; }

    public float? FontSize { get; init; }

    public float? LineHeight { get; init; }

    public float? Padding { get; init; }

    public float? PictureBrightness { get; init; }

    public bool? FadeRule { get; init; }

    public IReadOnlyDictionary<string, string>? Colors { get; init; }

    // Settable: the source generator cannot fill an init-only one.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }

    /// <param name="file">Named in errors; its name without extension is the theme's.</param>
    /// <param name="json">UTF-8.</param>
    /// <param name="findBase">An embedded theme by name, or null.</param>
    /// <exception cref="FormatException">A sentence with the file, the key, what was found and what is allowed.</exception>
    public static Theme Parse(string file, ReadOnlySpan<byte> json, Func<string, Theme?> findBase)
    {
        var read = Deserialize(file, json);
        if (read.Others is { Count: > 0 } others)
        {
            throw new FormatException(
                $"{file}: \"{others.Keys.First()}\" is no key of a theme. "
                + "Known are base, fontSize, lineHeight, padding, pictureBrightness, fadeRule and colors.");
        }

        var start = read.Base is null ? null : findBase(read.Base)
            ?? throw new FormatException($"{file}: base is \"{read.Base}\", which is no embedded theme.");
        var theme = new Theme(Path.GetFileNameWithoutExtension(file), read.ColorsOver(start, file));
        return theme with
        {
            FontSize = Number(file, "fontSize", read.FontSize ?? start?.FontSize ?? theme.FontSize, 10, 40),
            LineHeight = Number(file, "lineHeight", read.LineHeight ?? start?.LineHeight ?? theme.LineHeight, 1.2f, 3),
            Padding = Number(file, "padding", read.Padding ?? start?.Padding ?? theme.Padding, 0, 100),
            PictureBrightness = Number(file, "pictureBrightness", read.PictureBrightness ?? start?.PictureBrightness ?? 1, 0.2f, 1),
            FadeRule = read.FadeRule ?? start?.FadeRule ?? false,
        };
    }

    static ThemeFile Deserialize(string file, ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json.StartsWith("\uFEFF"u8) ? json[3..] : json, ThemeJson.Default.ThemeFile)
                ?? throw new FormatException($"{file} holds null; a theme is a JSON object.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{file}, line {e.LineNumber + 1}: not a theme: {e.Message}", e);
        }
    }

    Dictionary<ThemeColor, uint> ColorsOver(Theme? start, string file)
    {
        var colors = new Dictionary<ThemeColor, uint>();
        foreach (var (key, value) in Colors ?? new Dictionary<string, string>())
        {
            colors[ColorNamed(file, key)] = ParseColor(value) ?? throw new FormatException(
                $"{file}: colors.{key} is \"{value}\"; a colour is written #rrggbb or #rrggbbaa, for example \"#3498db\".");
        }

        foreach (var color in Enum.GetValues<ThemeColor>().Where(c => !colors.ContainsKey(c)))
        {
            colors[color] = start?[color] ?? throw new FormatException(
                $"{file}: colors.{JsonNamingPolicy.CamelCase.ConvertName(color.ToString())} is missing; give it, or a \"base\" to take it from.");
        }

        return colors;
    }

    static ThemeColor ColorNamed(string file, string key)
    {
        foreach (var color in Enum.GetValues<ThemeColor>())
        {
            if (JsonNamingPolicy.CamelCase.ConvertName(color.ToString()) == key)
            {
                return color;
            }
        }

        var known = string.Join(", ", Enum.GetNames<ThemeColor>().Select(JsonNamingPolicy.CamelCase.ConvertName));
        throw new FormatException($"{file}: colors.{key} is no colour of a theme. Known are {known}.");
    }

    static uint? ParseColor(string text)
    {
        if (text is not (['#', .., _] and { Length: 7 or 9 })
            || !uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        return text.Length == 7 ? 0xFF000000 | value : (value >> 8) | (value << 24);
    }

    static float Number(string file, string key, float value, float least, float most) => value >= least && value <= most
        ? value
        : throw new FormatException(FormattableString.Invariant($"{file}: {key} is {value}; allowed is {least} to {most}."));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ThemeFile))]
sealed partial class ThemeJson : JsonSerializerContext;
