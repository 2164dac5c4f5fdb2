using System.Globalization;

namespace Repeater.Storage;

/// <summary>The moment in a file name, with a few letters that keep two of one moment apart. Sorts by time.</summary>
static class Stamp
{
    const string Format = "yyyyMMdd'T'HHmmssfff";

    /// <summary>Of <see cref="Format"/>, a hyphen and six letters.</summary>
    public const int Length = 18 + 1 + 6;

    public static string Of(DateTimeOffset moment) =>
        $"{moment.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)}-{Random.Shared.Next(0x1000000):x6}";

    /// <summary>When a name that ends with a stamp got it; null when it has none.</summary>
    public static DateTimeOffset? Read(ReadOnlySpan<char> name) =>
        name.Length >= Length
        && DateTimeOffset.TryParseExact(
            name[^Length..^7], Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;
}
