namespace MySpinBot.Language;

/// <summary>The sets of characters of a grammar, each once, as ranges in order and apart.</summary>
internal sealed class CharacterSets
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<(int First, int Last)>> _all = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<IReadOnlyList<(int First, int Last)>> All => _all;

    /// <summary>The set of one character.</summary>
    public int Of(int character) => Of([(character, character)]);

    /// <summary>The set of these ranges.</summary>
    public int Of(List<(int First, int Last)> ranges) => IdOf(Joined(ranges));

    /// <summary>The set of all other characters.</summary>
    public int OfOthers(List<(int First, int Last)> ranges)
    {
        var (others, next) = (new List<(int First, int Last)>(), 0);
        foreach (var (first, last) in Joined(ranges))
        {
            if (first > next)
            {
                others.Add((next, first - 1));
            }

            next = last + 1;
        }

        if (next <= GbnfText.LastCharacter)
        {
            others.Add((next, GbnfText.LastCharacter));
        }

        return IdOf(others);
    }

    private int IdOf(List<(int First, int Last)> ranges)
    {
        var key = string.Join(' ', ranges);
        if (!_ids.TryGetValue(key, out var set))
        {
            _ids[key] = set = _all.Count;
            _all.Add(ranges);
        }

        return set;
    }

    private static List<(int First, int Last)> Joined(List<(int First, int Last)> ranges)
    {
        ranges.Sort();
        var joined = new List<(int First, int Last)>();
        foreach (var range in ranges)
        {
            if (joined.Count > 0 && range.First <= joined[^1].Last + 1)
            {
                joined[^1] = (joined[^1].First, Math.Max(joined[^1].Last, range.Last));
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }
}
