using System.Buffers;
using System.Globalization;

namespace Repeater.Llm;

/// <summary>How long to wait, as a provider says it in words: "Please try again in 1m30.5s", "retry after 20 seconds", "请在 5 秒后重试".</summary>
static class RetryHint
{
    const int MostBlanks = 3;

    static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    static readonly string[] Beginnings = ["try again in", "retry after", "retry in", "available in", "reset in", "resets in", "wait", "请在", "请等待"];

    // Longer units before those they begin with.
    static readonly (string Name, double Seconds)[] Units =
    [
        ("milliseconds", 0.001), ("millisecond", 0.001), ("ms", 0.001), ("毫秒", 0.001),
        ("seconds", 1), ("second", 1), ("secs", 1), ("sec", 1), ("s", 1), ("秒", 1),
        ("minutes", 60), ("minute", 60), ("mins", 60), ("min", 60), ("m", 60), ("分钟", 60), ("分", 60),
        ("hours", 3600), ("hour", 3600), ("h", 3600), ("小时", 3600),
    ];

    /// <summary>Null when the text says nothing of the kind.</summary>
    public static TimeSpan? Read(string text)
    {
        foreach (var beginning in Beginnings)
        {
            var found = text.IndexOf(beginning, StringComparison.OrdinalIgnoreCase);
            if (found >= 0 && ReadDuration(text.AsSpan(found + beginning.Length)) is { } seconds)
            {
                return RetryAfter.Bounded(seconds);
            }
        }
        return null;
    }

    static double? ReadDuration(ReadOnlySpan<char> text)
    {
        double? total = null;
        while (true)
        {
            var blanks = text.Length - text.TrimStart(" :=").Length;
            text = text[blanks..];
            var digits = text.IndexOfAnyExcept(Digits);
            digits = digits < 0 ? text.Length : digits;
            if (blanks > MostBlanks || digits == 0
                || !double.TryParse(text[..digits].TrimEnd('.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return total;
            }
            text = text[digits..].TrimStart(' ');
            if (!TakeUnit(ref text, out var unit))
            {
                // A bare number counts seconds.
                return total ?? number;
            }
            total = (total ?? 0) + (number * unit);
        }
    }

    static bool TakeUnit(ref ReadOnlySpan<char> text, out double seconds)
    {
        foreach (var (name, length) in Units)
        {
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && (text.Length == name.Length || !char.IsAsciiLetter(text[name.Length])))
            {
                text = text[name.Length..];
                seconds = length;
                return true;
            }
        }
        seconds = 0;
        return false;
    }
}
