using System.Collections.Immutable;

namespace MySpinBot.Runtime.Outputs;

/// <summary>The name that a claim was given, and the marks of the files that got it or were about to.</summary>
/// <param name="Name">Relative to the output folder.</param>
internal sealed record JournalEntry(string Name)
{
    /// <summary>What a file that stands there must look like to be the claim's own.</summary>
    public ImmutableArray<FileMark> Marks { get; init; } = [];

    /// <summary>Whether a file is the claim's own.</summary>
    public bool Knows(FileMark file) => Marks.Contains(file);
}
