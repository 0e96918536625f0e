using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Matches a grammar character by character. What it may be in the middle of is a set of stacks, as in llama.cpp; here each stack and each set has a number, and what a character
/// does to a set is worked out once: a machine that grows as it is used. Belongs to one sequence; one thread at a time.</summary>
/// <param name="grammar">The grammar.</param>
internal sealed class GrammarMachine(Grammar grammar)
{
    /// <summary>The set without stacks: no text goes on from here.</summary>
    public const int Nowhere = -1;

    // The empty stack: the grammar has been followed to its end.
    private const int Bottom = 0;
    private const int MostStacksOfSet = 20_000;
    private const int MostSteps = 400_000;
    private const int MostKept = 400_000;
    private const int Unknown = -2;

    private readonly List<(int Element, int Below)> _stacks = [(-1, -1)];
    private readonly Dictionary<(int Element, int Below), int> _stackIds = [];
    private readonly List<int[]> _sets = [];
    private readonly Dictionary<int[], int> _setIds = new(SameNumbers.Instance);
    private readonly List<int[]?> _nexts = [];

    private readonly HashSet<int> _seen = [];
    private readonly Stack<int> _open = [];
    private readonly List<int> _found = [];
    private int _kept;

    /// <summary>Grows each time that numbers of sets are forgotten: what was noted under them is then void.</summary>
    public int Generation { get; private set; }

    /// <summary>The set in which nothing was read yet.</summary>
    public int Begin()
    {
        foreach (var start in grammar.Rules[grammar.Root])
        {
            _open.Push(Push(start, Bottom));
        }

        return Close();
    }

    /// <summary>Whether the text may end here.</summary>
    public bool MayEnd(int set) => set >= 0 && _sets[set][0] == Bottom;

    /// <summary>Whether the text may only end here.</summary>
    public bool MustEnd(int set) => set >= 0 && _sets[set] is [Bottom];

    /// <summary>The set after a character of a class.</summary>
    public int Next(int set, int characters)
    {
        if (set < 0)
        {
            return Nowhere;
        }

        var nexts = _nexts[set];
        if (nexts is null)
        {
            nexts = new int[grammar.Classes.Count];
            Array.Fill(nexts, Unknown);
            _nexts[set] = nexts;
            _kept += nexts.Length;
        }

        return nexts[characters] != Unknown ? nexts[characters] : nexts[characters] = AfterCharacter(set, characters);
    }

    /// <summary>Whether some character of a range may come.</summary>
    public bool MayComeFrom(int set, int first, int last)
    {
        foreach (var stack in set < 0 ? [] : _sets[set])
        {
            if (stack != Bottom && grammar.Elements[_stacks[stack].Element] is { Kind: GrammarElementKind.Character } element && grammar.Classes.HasAny(element.Value, first, last))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether tokens are named among what may come.</summary>
    public bool NamesTokens(int set)
    {
        foreach (var stack in set < 0 ? [] : _sets[set])
        {
            if (stack != Bottom && grammar.Elements[_stacks[stack].Element].Kind is GrammarElementKind.Token or GrammarElementKind.OtherToken)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The set after a token where the grammar names tokens.</summary>
    public int AfterToken(int set, int token)
    {
        foreach (var stack in set < 0 ? [] : _sets[set])
        {
            if (stack != Bottom && IsToken(grammar.Elements[_stacks[stack].Element], token))
            {
                _open.Push(Push(_stacks[stack].Element + 1, _stacks[stack].Below));
            }
        }

        return Close();
    }

    /// <summary>The set of all that may come in either of two.</summary>
    public int Either(int one, int other)
    {
        if (one < 0 || other < 0 || one == other)
        {
            return Math.Max(one, other);
        }

        _found.AddRange(_sets[one]);
        _found.AddRange(_sets[other]);
        return Number();
    }

    /// <summary>Forgets what was worked out, where it has become much, but for one set.</summary>
    /// <returns>The number that this set has from now on.</returns>
    public int Tidy(int set)
    {
        if (set < 0 || _kept + _stacks.Count < MostKept)
        {
            return set;
        }

        var stacks = _sets[set].Select(Elements).ToList();
        _stacks.RemoveRange(1, _stacks.Count - 1);
        _stackIds.Clear();
        _sets.Clear();
        _setIds.Clear();
        _nexts.Clear();
        (_kept, Generation) = (0, Generation + 1);
        foreach (var elements in stacks)
        {
            var stack = Bottom;
            foreach (var element in elements)
            {
                stack = Push(element, stack);
            }

            _found.Add(stack);
        }

        return Number();
    }

    private static bool IsToken(GrammarElement element, int token) => element.Kind switch
    {
        GrammarElementKind.Token => element.Value == token,
        GrammarElementKind.OtherToken => element.Value != token,
        _ => false,
    };

    // From the bottom up.
    private List<int> Elements(int stack)
    {
        var elements = new List<int>();
        for (; stack != Bottom; stack = _stacks[stack].Below)
        {
            elements.Add(_stacks[stack].Element);
        }

        elements.Reverse();
        return elements;
    }

    private int AfterCharacter(int set, int characters)
    {
        foreach (var stack in _sets[set])
        {
            if (stack != Bottom && grammar.Elements[_stacks[stack].Element] is { Kind: GrammarElementKind.Character } element && grammar.Classes.Has(element.Value, characters))
            {
                _open.Push(Push(_stacks[stack].Element + 1, _stacks[stack].Below));
            }
        }

        return Close();
    }

    // A stack whose topmost alternative has come to its end is the one below it.
    private int Push(int element, int below)
    {
        if (grammar.Elements[element].Kind == GrammarElementKind.End)
        {
            return below;
        }

        ref var stack = ref CollectionsMarshal.GetValueRefOrAddDefault(_stackIds, (element, below), out var isKnown);
        if (!isKnown)
        {
            stack = _stacks.Count;
            _stacks.Add((element, below));
        }

        return stack;
    }

    // Rules on top are opened until a character, a token or nothing is.
    private int Close()
    {
        _seen.Clear();
        while (_open.TryPop(out var stack))
        {
            if (!_seen.Add(stack))
            {
                continue;
            }

            if (_found.Count > MostStacksOfSet || _seen.Count > MostSteps)
            {
                _open.Clear();
                _found.Clear();
                throw GbnfText.Wrong($"there are more than {MostStacksOfSet} ways in which a text may follow it up to here. Make its alternatives begin differently.");
            }

            if (stack == Bottom || grammar.Elements[_stacks[stack].Element] is not { Kind: GrammarElementKind.Rule } element)
            {
                _found.Add(stack);
                continue;
            }

            var below = Push(_stacks[stack].Element + 1, _stacks[stack].Below);
            foreach (var start in grammar.Rules[element.Value])
            {
                _open.Push(Push(start, below));
            }
        }

        return Number();
    }

    private int Number()
    {
        if (_found.Count == 0)
        {
            return Nowhere;
        }

        _found.Sort();
        var numbers = _found.Distinct().ToArray();
        _found.Clear();
        if (_setIds.TryGetValue(numbers, out var set))
        {
            return set;
        }

        set = _sets.Count;
        _sets.Add(numbers);
        _nexts.Add(null);
        _setIds[numbers] = set;
        _kept += numbers.Length;
        return set;
    }

    private sealed class SameNumbers : IEqualityComparer<int[]>
    {
        public static SameNumbers Instance { get; } = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(obj.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
