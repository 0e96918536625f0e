using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MySpinBot.Server.Metrics;

/// <summary>An instrument with all that it measured.</summary>
internal sealed class Family
{
    private readonly ConcurrentDictionary<LabelSet, Series> _series = new();
    private readonly Exposed _exposed;
    private readonly bool _isObserved, _isAdded;

    public Family(Instrument instrument, Exposed exposed)
    {
        _exposed = exposed;
        var type = instrument.GetType();
        var kind = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        _isObserved = instrument.IsObservable;
        _isAdded = kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>);
        Kind = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? FamilyKind.Counter
            : kind == typeof(Histogram<>) && exposed.Bounds is not null ? FamilyKind.Histogram
            : FamilyKind.Gauge;
        (Name, Unit) = MetricNames.Of(instrument.Name, instrument.Unit, Kind);
        Help = instrument.Description is { Length: > 0 } description ? description : instrument.Name;
    }

    /// <summary>Its name, without what the form of the text adds.</summary>
    public string Name { get; }

    /// <summary>Its unit, as it stands at the end of its name; empty for none.</summary>
    public string Unit { get; }

    /// <summary>What it measures.</summary>
    public string Help { get; }

    /// <summary>What it is.</summary>
    public FamilyKind Kind { get; }

    /// <summary>Upper bounds of its buckets.</summary>
    public IReadOnlyList<double> Bounds => _exposed.Bounds ?? [];

    /// <summary>Names of its labels.</summary>
    public IReadOnlyList<(string Tag, string Label)> Labels => _exposed.Labels;

    /// <summary>What it measured, in no order.</summary>
    public IEnumerable<KeyValuePair<LabelSet, Series>> Series => _series;

    /// <summary>Forgets what is measured anew whenever somebody looks: what is no more is not to be shown.</summary>
    public void BeforeObserving()
    {
        if (_isObserved)
        {
            _series.Clear();
        }
    }

    /// <summary>Takes a measurement.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = SeriesOf(LabelSet.Of(_exposed, tags));
        if (Kind == FamilyKind.Histogram)
        {
            series.Record(value);
        }
        else if (_isObserved || _isAdded)
        {
            series.Add(value); // observed ones were cleared before, so that those which differ in what is left out add up
        }
        else
        {
            series.Set(value);
        }
    }

    private Series SeriesOf(LabelSet labels)
    {
        if (_series.TryGetValue(labels, out var series))
        {
            return series;
        }

        if (_series.Count >= Exposed.MostSeries)
        {
            labels = new LabelSet(labels.First is null ? null : "other", labels.Second is null ? null : "other", labels.Third is null ? null : "other");
        }

        return _series.GetOrAdd(labels, static (_, exposed) => new Series(exposed.Bounds), _exposed);
    }
}

/// <summary>What a family is.</summary>
internal enum FamilyKind
{
    /// <summary>It rises.</summary>
    Counter,

    /// <summary>It rises and falls.</summary>
    Gauge,

    /// <summary>How measurements are spread.</summary>
    Histogram,
}

/// <summary>Names as Prometheus has them, made of OpenTelemetry's.</summary>
internal static class MetricNames
{
    /// <summary>The name and the unit at its end.</summary>
    public static (string Name, string Unit) Of(string instrument, string? unit, FamilyKind kind)
    {
        var name = string.Create(instrument.Length, instrument, static (written, given) =>
        {
            for (var i = 0; i < given.Length; i++)
            {
                written[i] = char.IsAsciiLetterOrDigit(given[i]) ? given[i] : '_';
            }
        });
        var suffix = unit switch { "s" => "seconds", "By" => "bytes", "1" when kind == FamilyKind.Gauge => "ratio", _ => "" };
        return suffix.Length == 0 || name.EndsWith($"_{suffix}", StringComparison.Ordinal) ? (name, suffix) : ($"{name}_{suffix}", suffix);
    }
}
