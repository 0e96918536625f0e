namespace MySpinBot.Language;

/// <summary>What a term of a regular language is.</summary>
internal enum TermKind
{
    /// <summary>No text.</summary>
    Nothing,

    /// <summary>The empty text.</summary>
    Empty,

    /// <summary>One character of a set.</summary>
    Character,

    /// <summary>One part after another.</summary>
    Sequence,

    /// <summary>A part again and again.</summary>
    Repeat,

    /// <summary>Texts of any part.</summary>
    Or,

    /// <summary>Texts of all parts.</summary>
    And,

    /// <summary>All other texts.</summary>
    Not,

    /// <summary>What an automaton accepts from one of its states.</summary>
    Machine,
}

/// <summary>A regular language as a term, made only by <see cref="Terms"/>: the same term is the same object there.</summary>
internal sealed class Term
{
    internal Term(int id, TermKind kind, bool acceptsEmpty, CharSet set, Term[] parts, (int Low, int High) numbers, Automaton? machine)
    {
        Id = id;
        Kind = kind;
        AcceptsEmpty = acceptsEmpty;
        Set = set;
        Parts = parts;
        Numbers = numbers;
        Machine = machine;
    }

    /// <summary>What it is.</summary>
    public TermKind Kind { get; }

    /// <summary>Whether the empty text is in the language.</summary>
    public bool AcceptsEmpty { get; }

    /// <summary>Its number in its table: the order of the parts of <see cref="TermKind.Or"/> and <see cref="TermKind.And"/>.</summary>
    internal int Id { get; }

    /// <summary>The set, for <see cref="TermKind.Character"/>.</summary>
    internal CharSet Set { get; }

    /// <summary>The parts: two for a sequence, one for a repetition and a complement.</summary>
    internal Term[] Parts { get; }

    /// <summary>Least and most times of a repetition (-1 for no limit); for a machine its state.</summary>
    internal (int Low, int High) Numbers { get; }

    /// <summary>The machine.</summary>
    internal Automaton? Machine { get; }
}
