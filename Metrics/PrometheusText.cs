using System.Globalization;
using System.Text;

namespace Repeater.Metrics;

/// <summary>Prometheus' text format, version 0.0.4: <c>https://prometheus.io/docs/instrumenting/exposition_formats/</c>.</summary>
sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    readonly StringBuilder _text = new();

    public static string Of(IEnumerable<Metric> metrics)
    {
        var text = new PrometheusText();
        foreach (var metric in metrics)
        {
            text._text.Append($"# HELP {metric.Name} {metric.Help}\n# TYPE {metric.Name} {metric.Type}\n");
            metric.Write(text);
        }

        return text._text.ToString();
    }

    public void Sample(Metric metric, string suffix, LabelValues labels, double value)
    {
        _text.Append(metric.Name).Append(suffix);
        End(metric, labels, null, value);
    }

    public void Bucket(Metric metric, LabelValues labels, double bound, long count)
    {
        _text.Append(metric.Name).Append("_bucket");
        End(metric, labels, double.IsInfinity(bound) ? "+Inf" : Number(bound), count);
    }

    void End(Metric metric, LabelValues labels, string? bound, double value)
    {
        if (metric.Labels.Count > 0 || bound is not null)
        {
            _text.Append('{');
            for (var index = 0; index < metric.Labels.Count; index++)
            {
                _text.Append(index > 0 ? "," : "").Append(metric.Labels[index]).Append("=\"");
                Escape(labels[index]);
                _text.Append('"');
            }

            if (bound is not null)
            {
                _text.Append(metric.Labels.Count > 0 ? "," : "").Append("le=\"").Append(bound).Append('"');
            }

            _text.Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>Models may have any name.</summary>
    void Escape(string value)
    {
        foreach (var character in value)
        {
            _ = character switch
            {
                '\\' => _text.Append("\\\\"),
                '"' => _text.Append("\\\""),
                '\n' => _text.Append("\\n"),
                _ => _text.Append(character),
            };
        }
    }

    static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
