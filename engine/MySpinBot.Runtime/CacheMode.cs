using System.Globalization;

namespace MySpinBot.Runtime;

/// <summary>What becomes of results when a run is over.</summary>
public sealed record CacheMode
{
    private const string LruPrefix = "lru:";

    private CacheMode(CacheModeKind kind, int results = 0) => (Kind, Results) = (kind, results);

    /// <summary>Records and values on disk and in memory, found by recipe and by content. What is meant where nothing is said.</summary>
    public static CacheMode Store { get; } = new(CacheModeKind.Store);

    /// <summary>As ComfyUI's <c>--cache-classic</c>: in memory only, found by recipe only; what does not belong to the graph that runs is dropped.</summary>
    public static CacheMode Classic { get; } = new(CacheModeKind.Classic);

    /// <summary>As ComfyUI's <c>--cache-none</c>: every node that is needed runs in every run.</summary>
    public static CacheMode None { get; } = new(CacheModeKind.None);

    /// <summary>Which of the four.</summary>
    public CacheModeKind Kind { get; }

    /// <summary>With <see cref="CacheModeKind.Lru"/>, how many results are kept beyond those of the run; otherwise 0.</summary>
    public int Results { get; }

    /// <summary>As ComfyUI's <c>--cache-lru N</c>: in memory only, found by recipe only; of what earlier runs left, the N used last.</summary>
    /// <param name="results">How many results; 0 leaves those of the last run only.</param>
    public static CacheMode Lru(int results)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(results);
        return new CacheMode(CacheModeKind.Lru, results);
    }

    /// <summary>Reads what <see cref="ToString"/> writes: <c>store</c>, <c>classic</c>, <c>none</c> or <c>lru:N</c>.</summary>
    public static bool TryParse(string? text, out CacheMode mode)
    {
        mode = text switch
        {
            "store" => Store,
            "classic" => Classic,
            "none" => None,
            not null when text.StartsWith(LruPrefix, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(LruPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var results) => Lru(results),
            _ => null!,
        };
        var isKnown = mode is not null;
        mode ??= Store;
        return isKnown;
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        CacheModeKind.Lru => string.Create(CultureInfo.InvariantCulture, $"{LruPrefix}{Results}"),
        CacheModeKind.Classic => "classic",
        CacheModeKind.None => "none",
        _ => "store",
    };
}

/// <summary>Which kind of cache.</summary>
public enum CacheModeKind
{
    /// <summary>On disk and in memory.</summary>
    Store,

    /// <summary>What belongs to the last graph.</summary>
    Classic,

    /// <summary>What was used last.</summary>
    Lru,

    /// <summary>Nothing.</summary>
    None,
}
