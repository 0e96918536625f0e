using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Characters in classes, so that each set of a grammar has all of a class or nothing of it: what a grammar does with a character depends on its class alone.</summary>
internal sealed class CharacterClasses
{
    private const int Last = 0x10FFFF;
    private const long MostEntries = 64 << 20;

    // The first character of each class; the first class begins at 0.
    private readonly int[] _starts;
    private readonly ushort[] _ofAscii = new ushort[128];
    private readonly bool[][] _sets;

    private CharacterClasses(int[] starts, bool[][] sets)
    {
        (_starts, _sets) = (starts, sets);
        for (var character = 0; character < _ofAscii.Length; character++)
        {
            _ofAscii[character] = (ushort)Find(character);
        }
    }

    /// <summary>Classes for sets of ranges, first and last of each, in order and apart.</summary>
    /// <exception cref="NodeFailure">There are more than a grammar may have.</exception>
    public static CharacterClasses Of(IReadOnlyList<IReadOnlyList<(int First, int Last)>> sets)
    {
        var starts = new SortedSet<int> { 0 };
        foreach (var (first, last) in sets.SelectMany(set => set))
        {
            starts.Add(first);
            if (last < Last)
            {
                starts.Add(last + 1);
            }
        }

        if (starts.Count > ushort.MaxValue || (long)starts.Count * sets.Count > MostEntries)
        {
            throw GbnfText.Wrong($"it has {sets.Count} sets of characters, which is more than are taken.");
        }

        int[] ordered = [.. starts];
        return new CharacterClasses(ordered, [.. sets.Select(set => Membership(set, ordered))]);
    }

    /// <summary>How many classes there are.</summary>
    public int Count => _starts.Length;

    /// <summary>The class of an ASCII character.</summary>
    public int OfAscii(byte character) => _ofAscii[character];

    /// <summary>The class of a character.</summary>
    public int Of(int character) => character < _ofAscii.Length ? _ofAscii[character] : Find(character);

    /// <summary>Whether a set has the characters of a class.</summary>
    public bool Has(int set, int characters) => _sets[set][characters];

    /// <summary>Whether a set has any character of a range.</summary>
    public bool HasAny(int set, int first, int last)
    {
        for (var (index, end) = (Of(first), Of(last)); index <= end; index++)
        {
            if (_sets[set][index])
            {
                return true;
            }
        }

        return false;
    }

    private static bool[] Membership(IReadOnlyList<(int First, int Last)> set, int[] starts)
    {
        var has = new bool[starts.Length];
        foreach (var (first, last) in set)
        {
            for (var index = Array.BinarySearch(starts, first); index < starts.Length && starts[index] <= last; index++)
            {
                has[index] = true;
            }
        }

        return has;
    }

    private int Find(int character)
    {
        var index = Array.BinarySearch(_starts, character);
        return index >= 0 ? index : ~index - 1;
    }
}
