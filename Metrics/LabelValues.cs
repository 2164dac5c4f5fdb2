using System.Collections.Concurrent;

namespace Repeater.Metrics;

/// <summary>What tells one figure of a metric from the others, in the order of its labels.</summary>
readonly record struct LabelValues(string? First = null, string? Second = null, string? Third = null)
{
    public string this[int index] => (index switch { 0 => First, 1 => Second, _ => Third }) ?? "";
}

/// <summary>A figure for each combination of label values there was. Their number is bounded: what comes later is counted together.</summary>
sealed class Labelled<T>(Func<T> make)
    where T : class
{
    const int Most = 2000;
    const string Others = "(others)";

    readonly ConcurrentDictionary<LabelValues, T> _all = new();
    int _count;

    public IEnumerable<KeyValuePair<LabelValues, T>> All => _all;

    public T Of(LabelValues values) => _all.TryGetValue(values, out var known) ? known : Add(values);

    T Add(LabelValues values)
    {
        if (Volatile.Read(ref _count) >= Most)
        {
            values = new(Others, Others, Others);
        }

        var made = make();
        if (_all.TryAdd(values, made))
        {
            Interlocked.Increment(ref _count);
            return made;
        }

        return _all[values];
    }
}
