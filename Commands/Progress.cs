using System.Diagnostics;
using System.Globalization;

namespace Repeater.Commands;

/// <summary>One line on a terminal that says how far long work has come; nothing where nobody watches.</summary>
sealed class Progress(Surroundings surroundings)
{
    /// <summary>Below this a bar says nothing that the numbers do not.</summary>
    const int ShortestBar = 10;
    const int LongestBar = 40;

    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    readonly Stopwatch _sinceShown = Stopwatch.StartNew();
    readonly Stopwatch _sinceBegun = Stopwatch.StartNew();
    int _shown;

    /// <summary>Where nobody knows how much there is.</summary>
    public void Show(string text)
    {
        if (surroundings.ShowsProgress && _sinceShown.Elapsed >= Interval)
        {
            Write(text);
        }
    }

    /// <summary>A bar with numbers and the time that is left, as wide as the terminal allows.</summary>
    /// <param name="done">So far.</param>
    /// <param name="total">In all.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    public void Show(long done, long total, string unit)
    {
        if (surroundings.ShowsProgress && _sinceShown.Elapsed >= Interval)
        {
            Write(Bar(done, total, unit, _sinceBegun.Elapsed, surroundings.Width()));
        }
    }

    /// <summary>Before anything else is written.</summary>
    public void Clear()
    {
        if (_shown > 0)
        {
            surroundings.Error.Write($"\r{new string(' ', _shown)}\r");
            _shown = 0;
        }
    }

    /// <summary>Never as long as the width: the cursor stays in the line.</summary>
    internal static string Bar(long done, long total, string unit, TimeSpan elapsed, int width)
    {
        var share = total <= 0 ? 1 : Math.Clamp((double)done / total, 0, 1);
        var left = share is > 0 and < 1 && elapsed > TimeSpan.FromSeconds(2) ? $"  {Readable(elapsed * ((1 - share) / share))} left" : "";
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100),3}%  {done:N0} of {total:N0} {unit}");
        foreach (var text in (string[])[numbers + left, numbers])
        {
            var room = Math.Min(LongestBar, width - 1 - text.Length - 3);
            if (room >= ShortestBar)
            {
                var full = (int)(share * room);
                return $"[{new string('#', full)}{new string('-', room - full)}] {text}";
            }
        }

        return numbers.Length + left.Length < width ? numbers + left : numbers[..Math.Min(numbers.Length, Math.Max(0, width - 1))];
    }

    static string Readable(TimeSpan time) =>
        time.TotalSeconds < 90 ? $"{Math.Ceiling(time.TotalSeconds):0} s" : time.TotalMinutes < 90 ? $"{Math.Ceiling(time.TotalMinutes):0} min" : $"{time.TotalHours:0.0} h";

    void Write(string text)
    {
        Clear();
        surroundings.Error.Write(text);
        _shown = DisplayWidth.Of(text);
        _sinceShown.Restart();
    }
}
