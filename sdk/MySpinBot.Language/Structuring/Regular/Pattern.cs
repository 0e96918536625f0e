namespace MySpinBot.Language;

/// <summary>A part of a regular expression.</summary>
internal abstract record Pattern
{
    /// <summary>Whether it asks about its place (an anchor, what is ahead) somewhere within.</summary>
    public abstract bool Asks { get; }

    /// <summary>One character.</summary>
    public sealed record Character(CharSet Set) : Pattern
    {
        /// <inheritdoc/>
        public override bool Asks => false;
    }

    /// <summary>Parts after each other.</summary>
    public sealed record Sequence(IReadOnlyList<Pattern> Parts) : Pattern
    {
        /// <inheritdoc/>
        public override bool Asks => Parts.Any(part => part.Asks);
    }

    /// <summary>One of several.</summary>
    public sealed record Choice(IReadOnlyList<Pattern> Parts) : Pattern
    {
        /// <inheritdoc/>
        public override bool Asks => Parts.Any(part => part.Asks);
    }

    /// <summary>A part again and again; -1 for no limit.</summary>
    public sealed record Repeated(Pattern Part, int Least, int Most) : Pattern
    {
        /// <inheritdoc/>
        public override bool Asks => Part.Asks;
    }

    /// <summary>The start of the text, or its end.</summary>
    public sealed record Anchor(bool AtEnd) : Pattern
    {
        /// <inheritdoc/>
        public override bool Asks => true;
    }

    /// <summary>What follows begins so, or does not.</summary>
    public sealed record Ahead(Pattern Part, bool Negative) : Pattern
    {
        /// <inheritdoc/>
        public override bool Asks => true;
    }
}
