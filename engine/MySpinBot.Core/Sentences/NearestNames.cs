namespace MySpinBot.Core.Sentences;

/// <summary>Finds what somebody may have meant. Its work is bounded for a whole validation, so that a document full of wrong names costs no more than a few.</summary>
public sealed class NearestNames
{
    private const int LongestName = 96;

    private long _workLeft = 20_000_000;

    /// <summary>A sentence <c> Did you mean 'x'?</c> with its leading space, or nothing.</summary>
    public string Ask(string given, IEnumerable<string> candidates) => Find(given, candidates) is { } name ? $" Did you mean {Shown.Name(name)}?" : "";

    /// <summary>The nearest name, where one is near enough.</summary>
    public string? Find(string given, IEnumerable<string> candidates)
    {
        if (given.Length is 0 or > LongestName || _workLeft < 0)
        {
            return null;
        }

        string? nearest = null;
        var least = MostSlips(given.Length) + 1;
        foreach (var candidate in candidates)
        {
            _workLeft--;
            if (candidate.Length > LongestName || Math.Abs(candidate.Length - given.Length) >= least)
            {
                continue;
            }

            _workLeft -= (long)candidate.Length * given.Length;
            if (_workLeft < 0)
            {
                break;
            }

            if (Distance(given, candidate) is var distance && distance < least && distance < Math.Max(candidate.Length, given.Length))
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    // Short names differ by little without being slips of each other: "12" is not meant to be "10".
    private static int MostSlips(int length) => length switch
    {
        <= 2 => 0,
        3 => 1,
        <= 8 => 2,
        _ => length / 3,
    };

    // Levenshtein's distance, one row at a time; capitals count as small letters.
    private static int Distance(string a, string b)
    {
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
