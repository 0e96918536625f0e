using System.ComponentModel.DataAnnotations;

namespace MySpinBot.BadHabits;

/// <summary>Nodes without bad habits. Their values are texts that say how they came to be, so that a story can be read in its results.</summary>
public static class Plain
{
    /// <summary>A text to begin with.</summary>
    [Node("Load")]
    public static string Load(string text = "photo") => text;

    /// <summary>Stands for work on a text.</summary>
    [Node("Blur")]
    public static string Blur(string text, [Range(0, 64)] double radius = 4)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"blur{radius}({text})");

    /// <summary>Gives the same for many inputs.</summary>
    [Node("FirstWord")]
    public static string FirstWord(string text) => text.Split(' ')[0];

    /// <summary>Puts two texts together.</summary>
    [Node("Concat")]
    public static string Concat(string a, string b = "") => $"{a}/{b}";

    /// <summary>A number.</summary>
    [Node("Number")]
    public static long Number([Range(0, 1000)] long value = 1) => value;

    /// <summary>Adds numbers.</summary>
    [Node("Add")]
    public static long Add(long a, long b = 1) => a + b;

    /// <summary>A number with a fraction.</summary>
    [Node("Halve")]
    public static double Halve(double number) => number / 2;

    /// <summary>An end of a graph: shows a text.</summary>
    [Node("Preview", IsOutput = true)]
    public static string Preview(string text, NodeContext context)
    {
        context.Show("text", System.Text.Json.JsonSerializer.SerializeToElement(text));
        return text;
    }

    /// <summary>An end of a graph: shows a number.</summary>
    [Node("ShowNumber", IsOutput = true)]
    public static long ShowNumber(long number, NodeContext context)
    {
        context.Show("number", System.Text.Json.JsonSerializer.SerializeToElement(number));
        return number;
    }

    /// <summary>Says what it is called with.</summary>
    [Node("Tell")]
    public static string Tell(string text, NodeContext context)
    {
        context.Log.Info(text);
        return text.ToUpperInvariant();
    }

    /// <summary>A text of as many megabytes: too large for the log, so it becomes an artifact.</summary>
    [Node("Large")]
    public static string Large(string text, [Range(1, 64)] int megabytes = 1) => text + new string('x', megabytes << 20);

    /// <summary>How long a text is.</summary>
    [Node("Measure")]
    public static long Measure(string text) => text.Length;
}
