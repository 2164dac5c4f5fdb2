using System.Text.Json;
using System.Text.Json.Serialization;
using Repeater.Chat.Images;

namespace Repeater.Endpoints;

/// <summary>The answer of the render route, the times under both spellings that clients know.</summary>
sealed record RenderAnswer
{
    /// <summary>The first page.</summary>
    public required string ImageUrl { get; init; }

    public required Guid FileUuid { get; init; }

    public required string Style { get; init; }

    /// <summary>Seconds: a whole number when the request gave one.</summary>
    public required JsonElement Timeout { get; init; }

    public required string Text { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long Create { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long CreateMs { get; init; }

    public long Created => Create;

    public long CreatedMs => CreateMs;

    /// <summary>Every page, when there are several.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ImageUrls { get; init; }

    public static RenderAnswer Of(ImageRequest request, IReadOnlyList<string> urls, Guid first, TimeSpan standard, DateTimeOffset created) => new()
    {
        ImageUrl = urls[0],
        FileUuid = first,
        Style = request.Style,
        Timeout = request.Lifetime is { } given
            ? ConfigValue.FromText("int", ((long)given.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture), out _)!.Value
            : ConfigValue.FromText("float", standard.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture), out _)!.Value,
        Text = request.Markdown,
        Create = created.ToUnixTimeSeconds(),
        CreateMs = created.ToUnixTimeMilliseconds(),
        ImageUrls = urls.Count > 1 ? urls : null,
    };
}
