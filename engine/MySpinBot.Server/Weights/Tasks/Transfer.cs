using MySpinBot.Server.Weights.Pulling;

namespace MySpinBot.Server.Weights.Tasks;

/// <summary>A file that is coming in, for all who asked for it.</summary>
/// <param name="plan">Which.</param>
/// <param name="first">The task that began it.</param>
internal sealed class Transfer(PullPlan plan, Guid first)
{
    public PullPlan Plan { get; } = plan;

    /// <summary>Who waits for it; under the lock of <see cref="WeightTasks"/>.</summary>
    public HashSet<Guid> Tasks { get; } = [first];

    /// <summary>Breaks it off, when nobody waits any more.</summary>
    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Whether another wish is for the same.</summary>
    public bool IsSame(PullPlan other) => Plan.Urls.SequenceEqual(other.Urls) && Plan.Sha256 == other.Sha256 && Plan.Updates == other.Updates;
}
