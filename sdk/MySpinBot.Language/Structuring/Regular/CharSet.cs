using System.Globalization;

namespace MySpinBot.Language;

/// <summary>A set of Unicode scalar values (surrogates are in none), as ascending ranges that do not touch.</summary>
internal sealed class CharSet : IEquatable<CharSet>
{
    private readonly int[] _bounds;
    private readonly int _hash;

    private CharSet(int[] bounds)
    {
        _bounds = bounds;
        var hashing = new HashCode();
        foreach (var bound in _bounds)
        {
            hashing.Add(bound);
        }

        _hash = hashing.ToHashCode();
    }

    /// <summary>No character.</summary>
    public static CharSet None { get; } = new([]);

    /// <summary>Every character.</summary>
    public static CharSet All { get; } = new([0, 0xD7FF, 0xE000, 0x10FFFF]);

    /// <summary>The decimal digits of ASCII.</summary>
    public static CharSet Digits { get; } = Of('0', '9');

    /// <summary>Whether it has none.</summary>
    public bool IsEmpty => _bounds.Length == 0;

    /// <summary>Its ranges, ascending, both ends within.</summary>
    public IEnumerable<(int First, int Last)> Ranges
    {
        get
        {
            for (var at = 0; at < _bounds.Length; at += 2)
            {
                yield return (_bounds[at], _bounds[at + 1]);
            }
        }
    }

    /// <summary>How many characters it has.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            for (var at = 0; at < _bounds.Length; at += 2)
            {
                count += _bounds[at + 1] - _bounds[at] + 1;
            }

            return count;
        }
    }

    /// <summary>The least of its characters. It has one.</summary>
    public int First => _bounds[0];

    /// <summary>A range, less its surrogates.</summary>
    public static CharSet Of(int first, int last) => Of([(first, last)]);

    /// <summary>One character.</summary>
    public static CharSet Of(int character) => Of(character, character);

    /// <summary>The characters of a text.</summary>
    public static CharSet Of(string characters) => Of(characters.EnumerateRunes().Select(rune => (rune.Value, rune.Value)));

    /// <summary>All of some ranges, in any order, less surrogates.</summary>
    public static CharSet Of(IEnumerable<(int First, int Last)> ranges)
    {
        var sorted = ranges.SelectMany(range => Scalars(range.First, range.Last)).OrderBy(range => range.First).ToList();
        var bounds = new List<int>();
        foreach (var (first, last) in sorted)
        {
            if (bounds.Count > 0 && first <= bounds[^1] + 1)
            {
                bounds[^1] = Math.Max(bounds[^1], last);
            }
            else
            {
                bounds.Add(first);
                bounds.Add(last);
            }
        }

        return new([.. bounds]);
    }

    /// <summary>Those of some categories of Unicode.</summary>
    public static CharSet Of(params ReadOnlySpan<UnicodeCategory> categories)
    {
        var ranges = new List<(int, int)>();
        var start = -1;
        for (var character = 0; character <= 0x110000; character++)
        {
            var within = character <= 0x10FFFF && categories.Contains(CharUnicodeInfo.GetUnicodeCategory(character));
            if (within && start < 0)
            {
                start = character;
            }
            else if (!within && start >= 0)
            {
                ranges.Add((start, character - 1));
                start = -1;
            }
        }

        return Of(ranges);
    }

    /// <summary>Whether a character is in it.</summary>
    public bool Contains(int character)
    {
        int low = 0, high = (_bounds.Length / 2) - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (character < _bounds[2 * middle])
            {
                high = middle - 1;
            }
            else if (character > _bounds[(2 * middle) + 1])
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What either has.</summary>
    public CharSet Or(CharSet other) => Of(Ranges.Concat(other.Ranges));

    /// <summary>What both have.</summary>
    public CharSet And(CharSet other)
    {
        var common = new List<int>();
        for (int mine = 0, its = 0; mine < _bounds.Length && its < other._bounds.Length;)
        {
            var first = Math.Max(_bounds[mine], other._bounds[its]);
            var last = Math.Min(_bounds[mine + 1], other._bounds[its + 1]);
            if (first <= last)
            {
                common.Add(first);
                common.Add(last);
            }

            if (_bounds[mine + 1] < other._bounds[its + 1])
            {
                mine += 2;
            }
            else
            {
                its += 2;
            }
        }

        return new([.. common]);
    }

    /// <summary>What it has not.</summary>
    public CharSet Not()
    {
        var rest = new List<(int, int)>();
        var next = 0;
        foreach (var (first, last) in Ranges)
        {
            rest.Add((next, first - 1));
            next = last + 1;
        }

        rest.Add((next, 0x10FFFF));
        return Of(rest);
    }

    /// <summary>What it has and the other has not.</summary>
    public CharSet Less(CharSet other) => And(other.Not());

    /// <inheritdoc/>
    public bool Equals(CharSet? other) => other is not null && _hash == other._hash && _bounds.AsSpan().SequenceEqual(other._bounds);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CharSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    private static IEnumerable<(int First, int Last)> Scalars(int first, int last)
    {
        if (first <= Math.Min(last, 0xD7FF))
        {
            yield return (first, Math.Min(last, 0xD7FF));
        }

        if (Math.Max(first, 0xE000) <= last)
        {
            yield return (Math.Max(first, 0xE000), last);
        }
    }
}
