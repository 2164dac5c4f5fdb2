using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Repeater.Access;

namespace Repeater.Configuration;

/// <summary>The kinds of values that settings have.</summary>
static class Formats
{
    static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static ValueFormat<string> Text { get; } = new("TEXT", "any text", Anything, text => text);

    public static ValueFormat<string> FolderPath { get; } = new("FOLDER", "a path to a folder", IsPath, text => text);

    public static ValueFormat<string> FilePath { get; } = new("FILE", "a path to a file", IsPath, text => text);

    /// <summary>One path segment that is a legal name on every system, since data folders move between them.</summary>
    public static ValueFormat<string> FolderName { get; } = new(
        "NAME", "the name of one folder: no \\ / : * ? \" < > | in it, no dot at its end", IsFolderName, text => text);

    public static ValueFormat<string> HostAddress { get; } = new(
        "ADDRESS",
        "an IP address such as 127.0.0.1 or ::1, \"localhost\", or \"*\" for every address of this machine",
        TryHost,
        text => text);

    /// <summary>Anything an HTTP header can carry and nobody guesses in an afternoon.</summary>
    public static ValueFormat<string> Secret { get; } = new(
        "SECRET",
        "at least 16 characters, 6 of them different, only visible ASCII; \"openssl rand -hex 16\" makes one",
        IsSecret,
        text => text);

    /// <summary>A <see cref="Secret"/> of the strength that the original asks of its admin key.</summary>
    public static ValueFormat<string> StrongKey { get; } = new("SECRET", KeyStrength.Rule, IsStrongKey, text => text);

    public static ValueFormat<IReadOnlyList<string>> Networks { get; } = new(
        "LIST",
        "addresses and networks such as 127.0.0.1 or [\"10.0.0.0/8\", \"fd00::/8\"]; [] is none",
        AreNetworks,
        JsonTexts.Show);

    public static ValueFormat<IReadOnlyList<string>> Origins { get; } = new(
        "LIST",
        "origins such as https://bot.example.com or [\"https://a.example\", \"https://b.example\"], or *",
        AreOrigins,
        JsonTexts.Show);

    /// <summary>The words of the original's environment reader, in any case.</summary>
    public static ValueFormat<bool> Switch { get; } = new(
        "BOOL", "true or false (yes/no, on/off, 1/0)", TrySwitch, value => value ? "true" : "false");

    public static ValueFormat<IReadOnlyList<string>> Texts { get; } = new(
        "LIST", "a JSON array of texts such as [\"END\"], or one text", JsonTexts.TryRead, JsonTexts.Show);

    /// <summary>Exclusive: a day's difference is no time zone.</summary>
    public static ValueFormat<double> HoursFromUtc { get; } = new(
        "HOURS",
        "hours between -24 and 24, fractions allowed",
        (text, out value) => TryNumber(text, out value) && value is > -24 and < 24,
        Show);

    /// <summary>Leading zeros, as in <c>06</c>, and a fraction of zero, as in <c>8.0</c>, are the number without them.</summary>
    public static ValueFormat<int> Whole(int min, int max) => new(
        "NUMBER",
        $"a whole number from {min} to {max}",
        (text, out value) =>
        {
            var ok = TryWhole(text, out var number) && number >= min && number <= max;
            value = ok ? (int)number : 0;
            return ok;
        },
        value => value.ToString(Invariant));

    public static ValueFormat<double> Number(double min, double max) => new(
        "NUMBER",
        $"a number from {Show(min)} to {Show(max)}",
        (text, out value) => TryNumber(text, out value) && value >= min && value <= max,
        Show);

    public static ValueFormat<double> SecondsNumber(double min, double max) => Number(min, max) with
    {
        Placeholder = "SECONDS",
        Allowed = $"seconds from {Show(min)} to {Show(max)}",
    };

    public static ValueFormat<TimeSpan> Seconds(double min, double max)
    {
        var number = SecondsNumber(min, max);
        return new(
            number.Placeholder,
            number.Allowed,
            (text, out value) =>
            {
                var ok = number.TryRead(text, out var seconds);
                value = ok ? TimeSpan.FromSeconds(seconds) : default;
                return ok;
            },
            value => Show(value.TotalSeconds));
    }

    public static ValueFormat<long> Bytes(long min, long max) => new(
        "BYTES",
        $"a number of bytes such as 1048576 or 1MiB, from {ShowBytes(min)} to {ShowBytes(max)}",
        (text, out value) => TryBytes(text, out value) && value >= min && value <= max,
        ShowBytes);

    public static ValueFormat<T> OneOf<T>(string placeholder, params (string Word, T Value)[] words)
        where T : struct, Enum => new(
            placeholder,
            words.Length == 2 ? $"{words[0].Word} or {words[1].Word}" : "one of " + string.Join(", ", words.Select(each => each.Word)),
            (text, out value) =>
            {
                var index = Array.FindIndex(words, each => each.Word.Equals(text, StringComparison.OrdinalIgnoreCase));
                value = index < 0 ? default : words[index].Value;
                return index >= 0;
            },
            value => words.First(each => each.Value.Equals(value)).Word);

    public static ValueFormat<T?> OrNone<T>(ValueFormat<T> format)
        where T : struct => new(
            format.Placeholder,
            format.Allowed + ", or none",
            (text, out value) =>
            {
                var ok = format.TryRead(text, out var some);
                value = ok ? some : null;
                return ok || text.Equals("none", StringComparison.OrdinalIgnoreCase);
            },
            value => value is { } some ? format.Show(some) : "none");

    /// <summary>For a property that is null until something is set.</summary>
    public static ValueFormat<string> HttpUrl { get; } = new(
        "URL", "an address such as https://bot.example.com", IsHttpUrl, text => text);

    static bool IsHttpUrl(string text, out string value)
    {
        value = text;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length + url.Fragment.Length == 0;
    }

    public static ValueFormat<string?> OrUnset(ValueFormat<string> format) =>
        new(
            format.Placeholder,
            format.Allowed,
            (text, out value) => format.TryRead(text, out value),
            value => format.Show(value ?? ""));

    static bool Anything(string text, out string value)
    {
        value = text;
        return true;
    }

    static bool IsPath(string text, out string value)
    {
        value = text;
        return !text.Contains('\0');
    }

    static bool IsFolderName(string text, out string value)
    {
        value = text;
        return !text.Any(c => c < ' ' || "<>:\"/\\|?*".Contains(c)) && text[^1] is not ('.' or ' ') && text.Length <= 100;
    }

    static bool IsSecret(string text, out string value)
    {
        value = text;
        return text.Length >= 16 && text.All(c => c is > ' ' and <= '~') && text.Distinct().Count() >= 6;
    }

    static bool IsStrongKey(string text, out string value)
    {
        value = text;
        return KeyStrength.IsStrong(text);
    }

    static bool AreNetworks(string text, out IReadOnlyList<string> value) => JsonTexts.TryRead(text, out value) && value.All(IsNetwork);

    static bool AreOrigins(string text, out IReadOnlyList<string> value) => JsonTexts.TryRead(text, out value) && value.All(IsOrigin);

    static bool IsNetwork(string text) => IPAddress.TryParse(text, out _) || IPNetwork.TryParse(text, out _);

    static bool IsOrigin(string text) => text == "*"
        || Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.GetLeftPart(UriPartial.Authority) == text;

    static bool TryHost(string text, out string value)
    {
        value = text is ['[', .. var inner, ']'] ? inner : text.ToLowerInvariant();
        // IPAddress reads "1" as 0.0.0.1 and "010.0.0.1" as octal; nobody who writes that means it.
        var isAddress = IPAddress.TryParse(value, out var address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == value);
        return isAddress || value is "*" or "localhost";
    }

    static bool TrySwitch(string text, out bool value)
    {
        value = text.ToLowerInvariant() is "true" or "t" or "yes" or "y" or "on" or "1";
        return value || text.ToLowerInvariant() is "false" or "f" or "no" or "n" or "off" or "0";
    }

    const NumberStyles Digits = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    static bool TryWhole(string text, out decimal value) =>
        decimal.TryParse(text, Digits, Invariant, out value) && decimal.IsInteger(value);

    static bool TryNumber(string text, out double value) =>
        double.TryParse(text, Digits, Invariant, out value) && double.IsFinite(value);

    static readonly (string Suffix, int Shift)[] Units = [("GiB", 30), ("MiB", 20), ("KiB", 10), ("", 0)];

    static bool TryBytes(string text, out long value)
    {
        var (suffix, shift) = Units.First(unit => text.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));
        var ok = TryWhole(text[..^suffix.Length].TrimEnd(), out var number)
            && number >= 0
            && number <= long.MaxValue >> shift;
        value = ok ? (long)number << shift : 0;
        return ok;
    }

    static string ShowBytes(long value)
    {
        var (suffix, shift) = value == 0 ? ("", 0) : Units.First(unit => value % (1L << unit.Shift) == 0);
        return (value >> shift).ToString(Invariant) + suffix;
    }

    static string Show(double value) => value.ToString(Invariant);
}
