using System.Globalization;
using System.Text.RegularExpressions;

namespace MySpinBot.Server.Tests.Metrics;

/// <summary>Reads the text format of Prometheus as its documentation has it, and knows nothing of who wrote it. Whatever does not fit the form is a fault.</summary>
internal sealed partial class MetricsReader
{
    private readonly Dictionary<string, string> _types = [];

    private MetricsReader()
    {
    }

    public Dictionary<string, string> Types => _types;

    public Dictionary<string, string> Units { get; } = [];

    public List<(string Name, Dictionary<string, string> Labels, double Value)> Samples { get; } = [];

    public static MetricsReader Read(string text)
    {
        var read = new MetricsReader();
        text.ShouldEndWith("\n");
        var (family, helped) = ("", new HashSet<string>());
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line == "# EOF")
            {
                continue;
            }

            if (line.StartsWith('#'))
            {
                var parts = line.Split(' ', 4);
                parts.Length.ShouldBe(4, line);
                MetricName().IsMatch(parts[2]).ShouldBeTrue(line);
                if (parts[1] == "HELP")
                {
                    helped.Add(parts[2]).ShouldBeTrue($"{parts[2]} is explained twice.");
                }
                else if (parts[1] == "TYPE")
                {
                    family = parts[2];
                    read._types.TryAdd(family, parts[3]).ShouldBeTrue($"{family} has its type twice.");
                }
                else
                {
                    parts[1].ShouldBe("UNIT");
                    read.Units.Add(parts[2], parts[3]);
                }

                continue;
            }

            var sample = Sample().Match(line);
            sample.Success.ShouldBeTrue($"No sample: {line}");
            var name = sample.Groups["name"].Value;
            name.StartsWith(family, StringComparison.Ordinal).ShouldBeTrue($"{line} stands below {family}.");
            var labels = Label().Matches(sample.Groups["labels"].Value).ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal));
            read.Samples.Add((name, labels, Number(sample.Groups["value"].Value)));
        }

        read.Samples.Select(sample => $"{sample.Name}{{{string.Join(',', sample.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))}}}").ShouldBeUnique();
        return read;
    }

    public double Value(string name, params (string Name, string Value)[] labels)
        => Samples.Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).ToList() is [var only] ? only.Value
            : throw new ShouldAssertException($"There is not one {name} with {string.Join(", ", labels)} among {string.Join("; ", Samples.Where(sample => sample.Name == name))}.");

    private static double Number(string text) => text switch { "+Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, "NaN" => double.NaN, _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) };

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>[a-zA-Z_][a-zA-Z0-9_]*=""(?:[^""\\\n]|\\[""\\n])*""(?:,[a-zA-Z_][a-zA-Z0-9_]*=""(?:[^""\\\n]|\\[""\\n])*"")*)\})? (?<value>[+-]Inf|NaN|[-+0-9.eE]+)$")]
    private static partial Regex Sample();

    [GeneratedRegex(@"(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=""(?<value>(?:[^""\\\n]|\\[""\\n])*)""")]
    private static partial Regex Label();
}
