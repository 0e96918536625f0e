using MySpinBot.Core.Jobs;

namespace MySpinBot.Server.Jobs;

/// <summary>Where a job stands in the queue.</summary>
/// <param name="Position">How many are before it, and 1.</param>
/// <param name="StartsIn">When it may begin, from earlier runs; null where nothing is known.</param>
/// <param name="EndsIn">When it may be done; null where nothing is known.</param>
public sealed record JobPlace(int Position, TimeSpan? StartsIn, TimeSpan? EndsIn);

/// <summary>What was handed in.</summary>
/// <param name="Document">The graph, as it came.</param>
/// <param name="Terms">How it is run.</param>
public sealed record JobContent(ReadOnlyMemory<byte> Document, JobTerms Terms);

/// <summary>A place in the queue.</summary>
public enum JobSpot
{
    /// <summary>Before all of its priority.</summary>
    Front,

    /// <summary>Behind all of its priority.</summary>
    Back,

    /// <summary>Directly before another job.</summary>
    Before,

    /// <summary>Directly behind another job.</summary>
    Behind,
}
