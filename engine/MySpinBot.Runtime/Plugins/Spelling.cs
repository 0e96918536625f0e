namespace MySpinBot.Runtime.Plugins;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Spelling
{
    /// <summary>The known word that at most two letters (a third of the word) tell from the given one, or null.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
        => word.Length > 64
            ? null
            : known.Select(candidate => (candidate, distance: Distance(word, candidate)))
                .Where(pair => pair.distance <= Math.Clamp(word.Length / 3, 1, 2))
                .OrderBy(pair => pair.distance)
                .Select(pair => pair.candidate)
                .FirstOrDefault();

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
