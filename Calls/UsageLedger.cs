using System.Globalization;

namespace Repeater.Calls;

/// <summary>
/// What everybody used, by user, model and day, and for months that are past by month: small, however long the log. Safe for several
/// threads, and never waits for a disk.
/// </summary>
/// <param name="offset">Where days begin, ahead of UTC.</param>
/// <param name="keyOf">The same for ids that mean the same user.</param>
sealed class UsageLedger(TimeSpan offset, Func<string, string> keyOf)
{
    const string DayFormat = "yyyy-MM-dd";
    const string MonthFormat = "yyyy-MM";
    const int MonthLength = 7;

    /// <summary>Whose sums are those of everybody.</summary>
    const string Everybody = "\0";

    readonly Lock _lock = new();
    readonly Dictionary<(string User, string Day, string Model), UsageRow> _rows = [];
    readonly Dictionary<string, Recent> _recent = [];
    long _seq;

    /// <summary>The last call that is counted.</summary>
    public long Seq
    {
        get
        {
            lock (_lock)
            {
                return _seq;
            }
        }
    }

    public void Add(CallRecord call)
    {
        lock (_lock)
        {
            _seq = Math.Max(_seq, call.Seq);
            Add(call.UserId, DayOf(call.Time), call.Model, UsageSum.Of(call));
        }
    }

    public void Load(LedgerContent content)
    {
        lock (_lock)
        {
            _seq = Math.Max(_seq, content.Seq);
            foreach (var row in content.Rows)
            {
                Add(row.UserId, row.Day, row.Model, row);
            }
        }
    }

    /// <summary>What is to be kept. Days before last month become months.</summary>
    public LedgerContent Content(DateTimeOffset now)
    {
        lock (_lock)
        {
            var kept = MonthOf(now, -1);
            foreach (var (key, row) in _rows.Where(row => row.Key.Day.Length > MonthLength && Before(row.Key.Day, kept)).ToList())
            {
                _rows.Remove(key);
                Put((key.User, key.Day[..MonthLength], key.Model), row with { Day = key.Day[..MonthLength] }, row);
            }

            return new(1, _seq, [.. _rows.Values]);
        }
    }

    /// <summary>Rows in the order of day, user and model.</summary>
    /// <param name="userId">Null is everybody.</param>
    /// <param name="model">Null is every one.</param>
    /// <param name="from">A day or a month, inclusive.</param>
    /// <param name="to">A day or a month, inclusive.</param>
    public IReadOnlyList<UsageRow> Rows(string? userId, string? model, string? from, string? to)
    {
        lock (_lock)
        {
            var user = userId is null ? null : keyOf(userId);
            return [.. _rows
                .Where(row => (user is null || row.Key.User == user) && (model is null || row.Key.Model.Equals(model, StringComparison.OrdinalIgnoreCase)))
                .Where(row => (from is null || !Before(row.Key.Day, from)) && (to is null || !Before(to, row.Key.Day)))
                .Select(row => row.Value)
                .OrderBy(row => row.Day, StringComparer.Ordinal).ThenBy(row => row.UserId, StringComparer.Ordinal).ThenBy(row => row.Model, StringComparer.Ordinal)];
        }
    }

    /// <summary>Of one user, or with null of everybody.</summary>
    public (UsageSum Today, UsageSum Month) Spent(string? userId, DateTimeOffset now)
    {
        lock (_lock)
        {
            var today = DayOf(now);
            return _recent.TryGetValue(userId is null ? Everybody : keyOf(userId), out var recent)
                ? (recent.Day == today ? recent.OfDay : new(), recent.Day[..MonthLength] == today[..MonthLength] ? recent.OfMonth : new())
                : (new(), new());
        }
    }

    /// <summary>When the day or the month that now is in ends.</summary>
    public DateTimeOffset EndOf(DateTimeOffset now, bool isMonth)
    {
        var day = now.ToOffset(offset).Date;
        return new(isMonth ? new DateTime(day.Year, day.Month, 1).AddMonths(1) : day.AddDays(1), offset);
    }

    public string DayOf(DateTimeOffset now) => now.ToOffset(offset).ToString(DayFormat, CultureInfo.InvariantCulture);

    public string MonthOf(DateTimeOffset now, int more) =>
        EndOf(now, isMonth: true).AddMonths(more - 1).ToString(MonthFormat, CultureInfo.InvariantCulture);

    /// <summary>Whether a text is a day or a month.</summary>
    public static bool IsDay(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        || DateOnly.TryParseExact(text, MonthFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    string DayOf(long nanoseconds) => DayOf(DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick));

    void Add(string userId, string day, string model, UsageSum sum)
    {
        var user = keyOf(userId);
        Put((user, day, model), new UsageRow { UserId = userId, Day = day, Model = model }, sum);
        if (day.Length > MonthLength)
        {
            Remember(user, day, sum);
            Remember(Everybody, day, sum);
        }
    }

    void Put((string User, string Day, string Model) key, UsageRow empty, UsageSum sum) =>
        _rows[key] = _rows.TryGetValue(key, out var row)
            ? UsageSum.Add(row, sum)
            : UsageSum.Add(new UsageRow { UserId = empty.UserId, Day = empty.Day, Model = empty.Model }, sum);

    void Remember(string user, string day, UsageSum sum)
    {
        var recent = _recent.GetValueOrDefault(user, new Recent(day, new(), new()));
        if (string.CompareOrdinal(day, recent.Day) > 0)
        {
            recent = new Recent(day, new(), day[..MonthLength] == recent.Day[..MonthLength] ? recent.OfMonth : new());
        }

        _recent[user] = recent with
        {
            OfDay = day == recent.Day ? UsageSum.Add(recent.OfDay, sum) : recent.OfDay,
            OfMonth = day[..MonthLength] == recent.Day[..MonthLength] ? UsageSum.Add(recent.OfMonth, sum) : recent.OfMonth,
        };
    }

    /// <summary>A month lies before a day only when all of it does.</summary>
    static bool Before(string day, string limit) => string.CompareOrdinal(day, limit.Length > day.Length ? limit[..day.Length] : limit) < 0;

    /// <summary>The last day of a user that anything was used on.</summary>
    sealed record Recent(string Day, UsageSum OfDay, UsageSum OfMonth);
}
