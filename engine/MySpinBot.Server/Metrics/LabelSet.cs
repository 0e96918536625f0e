using System.Globalization;

namespace MySpinBot.Server.Metrics;

/// <summary>The values of an instrument's labels, in their order; null where a measurement has no such tag.</summary>
internal readonly record struct LabelSet(string? First, string? Second, string? Third)
{
    /// <summary>More labels than this no instrument has.</summary>
    public const int Most = 3;

    // Numbers among tags are statuses and generations: few.
    private static readonly string[] Small = [.. Enumerable.Range(0, 1_000).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Finds them among the tags of a measurement.</summary>
    public static LabelSet Of(Exposed exposed, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? first = null, second = null, third = null;
        foreach (var (name, value) in tags)
        {
            for (var i = 0; i < exposed.Labels.Count; i++)
            {
                if (exposed.Labels[i].Tag == name)
                {
                    var text = TextOf(value);
                    _ = i switch { 0 => first = text, 1 => second = text, _ => third = text };
                }
            }
        }

        return new LabelSet(first, second, third);
    }

    /// <summary>The value of a label.</summary>
    public string? this[int place] => place switch { 0 => First, 1 => Second, _ => Third };

    private static string? TextOf(object? value) => value switch
    {
        string text => text,
        null => null,
        int and >= 0 and < 1_000 => Small[(int)value],
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
