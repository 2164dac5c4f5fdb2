using System.Globalization;
using System.Net.Http.Headers;

namespace Repeater.Llm;

/// <summary>How long a provider asks to wait.</summary>
static class RetryAfter
{
    static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Milliseconds, seconds or a date from the headers; null when they say nothing. Never negative, a day at most.</summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.TryGetValues("retry-after-ms", out var values)
            && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return Bounded(milliseconds / 1000);
        }
        if (!headers.TryGetValues("Retry-After", out values))
        {
            return null;
        }
        var value = values.First();
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? Bounded(seconds)
            : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                ? Bounded((date - now).TotalSeconds)
                : null;
    }

    /// <summary>Never negative, a day at most; null for what is no number.</summary>
    public static TimeSpan? Bounded(double seconds) =>
        double.IsNaN(seconds) ? null : TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));
}
