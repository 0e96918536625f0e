using System.Globalization;

namespace MySpinBot.Cli.Configuring;

/// <summary>The words for how results are kept.</summary>
internal static class CacheModes
{
    public const string Store = "store";
    public const string Classic = "classic";
    public const string None = "none";

    /// <summary>A number of results follows.</summary>
    public const string Lru = "lru:";

    private const int MostResults = 1_000_000;

    public static Form<string?> Form { get; } = new("one of store, classic, none and lru:N, with N from 0 to 1000000", "MODE", static (texts, out value) =>
    {
        value = texts[0];
        return value is Store or Classic or None || Results(value) is not null;
    });

    /// <summary>What a worker is told.</summary>
    public static IReadOnlyList<string> ArgumentsOf(string mode) => mode switch
    {
        Store => [],
        Classic => ["--cache-classic"],
        None => ["--cache-none"],
        _ => ["--cache-lru", Results(mode)!.Value.ToString(CultureInfo.InvariantCulture)],
    };

    private static int? Results(string mode)
        => mode.StartsWith(Lru, StringComparison.Ordinal) && int.TryParse(mode.AsSpan(Lru.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var results) && results <= MostResults ? results : null;
}
