using System.Globalization;
using System.Text;

namespace MySpinBot.Server.Metrics;

/// <summary>Writes measurements as Prometheus reads them: its text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/), or OpenMetrics 1.0.0.</summary>
/// <param name="isOpen">Whether it is OpenMetrics.</param>
internal sealed class PrometheusText(bool isOpen)
{
    /// <summary>What the text is, as HTTP says it.</summary>
    public string MediaType => isOpen ? "application/openmetrics-text; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The text.</summary>
    public string Write(IReadOnlyList<Family> families)
    {
        var text = new StringBuilder(16 << 10);
        foreach (var family in families)
        {
            Write(text, family);
        }

        return (isOpen ? text.Append("# EOF\n") : text).ToString();
    }

    private void Write(StringBuilder text, Family family)
    {
        var sample = family.Kind == FamilyKind.Counter ? $"{family.Name}_total" : family.Name;
        var series = family.Series.OrderBy(each => each.Key.First, StringComparer.Ordinal).ThenBy(each => each.Key.Second, StringComparer.Ordinal).ThenBy(each => each.Key.Third, StringComparer.Ordinal).ToList();
        if (series.Count == 0)
        {
            return;
        }

        // OpenMetrics names the family, the older form the sample.
        var name = isOpen ? family.Name : sample;
        text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(family.Help, isLabel: isOpen)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(family.Kind switch { FamilyKind.Counter => "counter", FamilyKind.Histogram => "histogram", _ => "gauge" }).Append('\n');
        if (isOpen && family.Unit.Length > 0)
        {
            text.Append("# UNIT ").Append(name).Append(' ').Append(family.Unit).Append('\n');
        }

        foreach (var (labels, measured) in series)
        {
            if (family.Kind == FamilyKind.Histogram)
            {
                WriteHistogram(text, family, labels, measured);
            }
            else
            {
                WriteSample(text, sample, family, labels, null, measured.Value);
            }
        }
    }

    private static void WriteHistogram(StringBuilder text, Family family, LabelSet labels, Series measured)
    {
        var (sum, counts) = (measured.Value, measured.Cumulated());
        for (var i = 0; i < family.Bounds.Count; i++)
        {
            WriteSample(text, $"{family.Name}_bucket", family, labels, Number(family.Bounds[i]), counts[i]);
        }

        WriteSample(text, $"{family.Name}_bucket", family, labels, "+Inf", counts[^1]);
        WriteSample(text, $"{family.Name}_sum", family, labels, null, sum);
        WriteSample(text, $"{family.Name}_count", family, labels, null, counts[^1]);
    }

    private static void WriteSample(StringBuilder text, string name, Family family, LabelSet labels, string? bound, double value)
    {
        text.Append(name);
        var before = '{';
        for (var i = 0; i < family.Labels.Count; i++)
        {
            if (labels[i] is { } label)
            {
                text.Append(before).Append(family.Labels[i].Label).Append("=\"").Append(Escaped(label, isLabel: true)).Append('"');
                before = ',';
            }
        }

        if (bound is not null)
        {
            text.Append(before).Append("le=\"").Append(bound).Append('"');
            before = ',';
        }

        if (before == ',')
        {
            text.Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escaped(string text, bool isLabel)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isLabel ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
