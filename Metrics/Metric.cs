namespace Repeater.Metrics;

/// <summary>Something that is measured, as Prometheus is told of it. Everything here may be used from any thread and takes no lock.</summary>
/// <param name="name">By Prometheus' rules: base units, <c>_total</c> for what only grows.</param>
/// <param name="help">One sentence.</param>
/// <param name="labels">Names; empty for a single figure.</param>
abstract class Metric(string name, string help, string[] labels)
{
    public string Name => name;

    public string Help => help;

    public IReadOnlyList<string> Labels => labels;

    /// <summary>Prometheus' word for the kind.</summary>
    public abstract string Type { get; }

    public abstract void Write(PrometheusText text);
}

/// <summary>Figures that are looked up when somebody asks.</summary>
sealed class Gauge(string name, string help, string[] labels, Func<IEnumerable<(LabelValues Labels, double Value)>> read, string type = "gauge")
    : Metric(name, help, labels)
{
    public Gauge(string name, string help, Func<double> read, string type = "gauge")
        : this(name, help, [], () => [(default, read())], type)
    {
    }

    public override string Type => type;

    public override void Write(PrometheusText text)
    {
        foreach (var (values, value) in read())
        {
            text.Sample(this, "", values, value);
        }
    }
}
