namespace MySpinBot.Language.Tests.Structuring;

/// <content>What rules are made of.</content>
internal sealed partial class Gbnf
{
    /// <summary>A part of a rule.</summary>
    internal abstract class Part
    {
        public const int Endless = 1 << 24;

        /// <summary>How many characters its shortest text has.</summary>
        public int Shortest { get; set; } = Endless;

        public abstract int Measure();
    }

    /// <summary>A part of a rule, and what comes after it.</summary>
    internal sealed class Place(Part part, Place? next)
    {
        public Part Part { get; } = part;

        public Place? Next { get; } = next;

        /// <summary>How many characters are left at least.</summary>
        public int Left { get; } = part.Shortest + (next?.Left ?? 0);
    }

    internal sealed class Character(List<(int First, int Last)> ranges, bool negative) : Part
    {
        public IReadOnlyList<(int First, int Last)> Ranges { get; } = ranges;

        public bool Holds(int character) => Ranges.Any(range => range.First <= character && character <= range.Last) != negative;

        public override int Measure() => 1;
    }

    private sealed class Choice(List<Part> parts) : Part
    {
        public IReadOnlyList<Part> Parts { get; } = parts;

        public override int Measure() => Parts.Min(part => part.Shortest);
    }

    private sealed class Sequence(List<Part> parts) : Part
    {
        public IReadOnlyList<Part> Parts { get; } = parts;

        public override int Measure() => Math.Min(Endless, Parts.Sum(part => part.Shortest));
    }

    private sealed class Reference(string name) : Part
    {
        public string Name { get; } = name;

        public Part? Rule { get; set; }

        public override int Measure() => Rule!.Shortest;
    }

    private sealed class Repeat(Part of, int least, int most) : Part
    {
        public Part Of { get; } = of;

        public int Least { get; } = least;

        public int Most { get; } = most;

        public override int Measure() => Least == 0 ? 0 : Math.Min(Endless, Least * Of.Shortest);
    }
}
