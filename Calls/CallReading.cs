namespace Repeater.Calls;

/// <summary>Which calls are wanted.</summary>
sealed record CallFilter
{
    /// <summary>Ids that mean the same user do so here too.</summary>
    public string? UserId { get; init; }

    /// <summary>The provider's id, the name or the type, letter case aside.</summary>
    public string? Model { get; init; }

    /// <summary>Unix nanoseconds of the call's end, inclusive.</summary>
    public long? From { get; init; }

    /// <summary>Exclusive.</summary>
    public long? To { get; init; }

    /// <summary>Only the last ones, so many.</summary>
    public int? Limit { get; init; }

    public bool Matches(CallRecord call, Func<string, string> keyOf) =>
        (UserId is null || keyOf(call.UserId) == keyOf(UserId))
        && (Model is null || Is(call.Model) || Is(call.ModelName) || Is(call.ModelType))
        && !(call.Time < From) && !(call.Time >= To);

    bool Is(string? name) => Model!.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The log as it was at one moment: its files, then what waits to be written. No call twice, none left out.</summary>
sealed class CallReading(IReadOnlyList<(FileStream File, long Length)> files, IReadOnlyList<CallRecord> pending, Func<string, string> keyOf) : IDisposable
{
    /// <summary>How many calls are wanted, whatever the limit, and how many lines are damaged.</summary>
    public (int Wanted, int Damaged) Count(CallFilter filter)
    {
        var (wanted, damaged) = (0, 0);
        foreach (var call in All())
        {
            damaged += call is null ? 1 : 0;
            wanted += call is not null && filter.Matches(call, keyOf) ? 1 : 0;
        }

        return (wanted, damaged);
    }

    /// <param name="filter">What is wanted.</param>
    /// <param name="count">Of <see cref="Count"/>.</param>
    public IEnumerable<CallRecord> Select(CallFilter filter, int count) =>
        All().OfType<CallRecord>().Where(call => filter.Matches(call, keyOf)).Skip(Math.Max(0, count - (filter.Limit ?? count)));

    /// <summary>In the order they were written; null is a damaged line.</summary>
    public IEnumerable<CallRecord?> All()
    {
        foreach (var (file, length) in files)
        {
            file.Position = 0;
            var lines = new LineReader(file, length);
            while (lines.Read(out var line))
            {
                if (!line.Span.Trim(" \t\r"u8).IsEmpty)
                {
                    yield return CallsJson.Read(line.Span);
                }
            }
        }

        foreach (var call in pending)
        {
            yield return call;
        }
    }

    public void Dispose()
    {
        foreach (var (file, _) in files)
        {
            file.Dispose();
        }
    }
}
