using System.Collections.Immutable;
using MySpinBot.Core.Messages;

namespace MySpinBot.Cli.Terminal;

/// <summary>A step that runs now.</summary>
internal sealed record RunningStep(string NodeId, string Name, int Calls, TimeSpan Since)
{
    private ImmutableDictionary<int, double> Fractions { get; init; } = ImmutableDictionary<int, double>.Empty;

    /// <summary>What is being done, in the node's words.</summary>
    public string What { get; private init; } = "";

    /// <summary>The line that it is writing; empty for none.</summary>
    public string Writing { get; init; } = "";

    /// <summary>How much of all calls is done, 0 to 1; null while nobody said.</summary>
    public double? Fraction => Fractions.IsEmpty ? null : Math.Clamp(Fractions.Values.Sum() / Math.Max(1, Calls), 0, 1);

    public RunningStep After(ProgressReported progress)
    {
        var fraction = progress.Total > 0 && double.IsFinite(progress.Done / progress.Total) ? Math.Clamp(progress.Done / progress.Total, 0, 1) : 0;
        return this with { Fractions = Fractions.SetItem(progress.Call, fraction), What = PlainText.OnOneLine(progress.What ?? What) };
    }

    /// <summary>The step as one line: name, bar, percentage, what is being done, how long it has been.</summary>
    public string ToLine(TimeSpan now, int width)
    {
        var bar = Math.Clamp(width / 4, 8, 30);
        var name = Math.Clamp(width / 3, 10, 36);
        var filled = (int)Math.Round((Fraction ?? 0) * bar);
        var percent = Fraction is { } fraction ? $"{Math.Floor(fraction * 100),3:0} %" : "     ";
        return $"{Fit(Name, name)} {new string('█', filled)}{new string('░', bar - filled)} {percent} {PlainText.Seconds((now - Since).TotalSeconds)}  {What}".TrimEnd();
    }

    private static string Fit(string text, int width) => text.Length <= width ? text.PadRight(width) : string.Concat(text.AsSpan(0, width - 1), "…");
}
