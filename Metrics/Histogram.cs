namespace Repeater.Metrics;

/// <summary>How long something took, in seconds.</summary>
/// <param name="name">Ends with <c>_seconds</c>.</param>
/// <param name="help">One sentence.</param>
/// <param name="bounds">Upper ends of the buckets in seconds, ascending; one without an end follows.</param>
/// <param name="labels">Names.</param>
sealed class Histogram(string name, string help, double[] bounds, params string[] labels) : Metric(name, help, labels)
{
    /// <summary>For what a disk or a processor does.</summary>
    public static readonly double[] Short = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

    /// <summary>For what a model does.</summary>
    public static readonly double[] Long = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640];

    readonly Labelled<Cell> _cells = new(() => new(bounds.Length + 1));

    public override string Type => "histogram";

    public void Observe(TimeSpan time, LabelValues labels = default)
    {
        var cell = _cells.Of(labels);
        var bucket = 0;
        while (bucket < bounds.Length && time.TotalSeconds > bounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref cell.Buckets[bucket]);
        Interlocked.Add(ref cell.Ticks, time.Ticks);
    }

    public override void Write(PrometheusText text)
    {
        foreach (var (labels, cell) in _cells.All)
        {
            long sum = 0;
            for (var bucket = 0; bucket < cell.Buckets.Length; bucket++)
            {
                sum += Interlocked.Read(ref cell.Buckets[bucket]);
                text.Bucket(this, labels, bucket < bounds.Length ? bounds[bucket] : double.PositiveInfinity, sum);
            }

            text.Sample(this, "_sum", labels, TimeSpan.FromTicks(Interlocked.Read(ref cell.Ticks)).TotalSeconds);
            text.Sample(this, "_count", labels, sum);
        }
    }

    sealed class Cell(int buckets)
    {
        public readonly long[] Buckets = new long[buckets];
        public long Ticks;
    }
}
