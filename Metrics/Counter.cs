namespace Repeater.Metrics;

/// <summary>Numbers that only grow.</summary>
sealed class Counter(string name, string help, params string[] labels) : Metric(name, help, labels)
{
    readonly Labelled<Cell> _cells = new(() => new());

    public override string Type => "counter";

    public void Add(LabelValues labels = default, long amount = 1) => Interlocked.Add(ref _cells.Of(labels).Value, amount);

    public override void Write(PrometheusText text)
    {
        foreach (var (labels, cell) in _cells.All)
        {
            text.Sample(this, "", labels, Interlocked.Read(ref cell.Value));
        }
    }

    sealed class Cell
    {
        public long Value;
    }
}
