using System.Globalization;

namespace MySpinBot.Benchmarks;

/// <summary>A measured figure beside its target and a reference that was measured in turn with it.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">In what.</param>
/// <param name="Figures">One a round.</param>
/// <param name="Target">What it has to be.</param>
/// <param name="Reference">What it is set against.</param>
/// <param name="References">One a round; empty for none.</param>
internal sealed record Row(string Name, string Unit, IReadOnlyList<double> Figures, string Target, string Reference = "", IReadOnlyList<double>? References = null)
{
    public string[] Cells =>
    [
        Name,
        $"{Shown(Median(Figures))} {Unit}",
        $"{Shown(Figures.Min())} – {Shown(Figures.Max())}",
        Target,
        References is null ? "" : $"{Reference}: {Shown(Median(References))} {Unit}",
        References is null ? "" : Shown(Median([.. Figures.Zip(References, (figure, reference) => figure / reference)])),
    ];

    private static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Shown(double value) => value.ToString(value >= 100 ? "0" : "0.00", CultureInfo.InvariantCulture);
}

/// <summary>A benchmark.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Measure">Measures and gives its rows.</param>
internal sealed record Benchmark(string Name, Func<Task<IReadOnlyList<Row>>> Measure);
