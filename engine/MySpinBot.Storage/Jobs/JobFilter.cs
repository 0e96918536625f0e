using System.Collections.Immutable;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Storage.Jobs;

/// <summary>Which jobs a list has.</summary>
public sealed record JobFilter
{
    /// <summary>Only this owner's; null for all.</summary>
    public string? Owner { get; init; }

    /// <summary>Only those in one of these states; none for all.</summary>
    public ImmutableArray<JobState> States { get; init; } = [];

    /// <summary>Only those whose name has this text in it, capitals (of A to Z) or not; null for all.</summary>
    public string? NameContains { get; init; }

    /// <summary>Only those that were accepted then or later; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only those that were accepted earlier; null for all.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only those that have ended earlier; null for all.</summary>
    public DateTimeOffset? EndedBefore { get; init; }

    /// <summary>Only those of this batch; null for all.</summary>
    public Guid? Batch { get; init; }

    /// <summary>Only those that stay when old ones are forgotten, or only those that do not; null for all.</summary>
    public bool? IsKept { get; init; }

    /// <summary>Only those that have all these labels.</summary>
    public ImmutableArray<(string Name, string Value)> Labels { get; init; } = [];

    /// <summary>Only those that were accepted before the one with this sequence: where the page before ended.</summary>
    public long? Before { get; init; }

    /// <summary>Only those that were accepted after the one with this sequence: where the page before ended, with <see cref="Ascending"/>.</summary>
    public long? After { get; init; }

    /// <summary>Whether the oldest come first.</summary>
    public bool Ascending { get; init; }

    /// <summary>How many of them are passed over. Pages by <see cref="Before"/> or <see cref="After"/> are quicker, and miss nothing when jobs come meanwhile.</summary>
    public int Offset { get; init; }

    /// <summary>The most that are given.</summary>
    public int Most { get; init; } = 100;

    internal bool IsSearch => NameContains is not null || Since is not null || Until is not null || After is not null || Ascending || Offset != 0
        || EndedBefore is not null || Batch is not null || IsKept is not null || !Labels.IsDefaultOrEmpty;
}
