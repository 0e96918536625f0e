using System.Collections.Immutable;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Storage.Webhooks;

/// <summary>A call: what is told, to whom, and how that went. Stored together with what it tells of.</summary>
public sealed record Delivery
{
    /// <summary>Its id, the same in all its tries: whoever is called knows by it what he has had already.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its place in the order of all calls.</summary>
    public required long Sequence { get; init; }

    /// <summary>Whom it is for.</summary>
    public required Guid Webhook { get; init; }

    /// <summary>Whether that is one of a single job's.</summary>
    public bool IsOfJob { get; init; }

    /// <summary>Whose job it tells of.</summary>
    public required string Owner { get; init; }

    /// <summary>Where it is called.</summary>
    public required Uri Url { get; init; }

    /// <summary>What it tells: <c>job.</c> and a state, or <c>ping</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The job as it was; null for a ping.</summary>
    public Job? Job { get; init; }

    /// <summary>How far it came.</summary>
    public DeliveryState State { get; init; }

    /// <summary>How often it was tried, since it was last asked for.</summary>
    public int Attempts { get; init; }

    /// <summary>When what it tells happened.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is tried next, while it waits.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Its latest tries, the oldest first.</summary>
    public ImmutableArray<DeliveryTry> Tries { get; init; } = [];
}

/// <summary>How far a call came.</summary>
public enum DeliveryState
{
    /// <summary>It is to be tried.</summary>
    Waiting,

    /// <summary>It was heard.</summary>
    Delivered,

    /// <summary>It was tried as often as calls are.</summary>
    GivenUp,
}

/// <summary>One try of a call.</summary>
/// <param name="At">When it began.</param>
/// <param name="Status">The status that was answered; null where none was.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Sentence">How it went.</param>
public sealed record DeliveryTry(DateTimeOffset At, int? Status, long Milliseconds, string Sentence);

/// <summary>A call that is due.</summary>
/// <param name="Delivery">The call.</param>
/// <param name="Secret">What it is signed with; null for nothing.</param>
public sealed record DueCall(Delivery Delivery, ReadOnlyMemory<byte>? Secret);

/// <summary>Which calls a list has.</summary>
public sealed record DeliveryFilter
{
    /// <summary>Only this owner's.</summary>
    public required string Owner { get; init; }

    /// <summary>Only those to this one; null for all.</summary>
    public Guid? Webhook { get; init; }

    /// <summary>Only those of this job; null for all.</summary>
    public Guid? Job { get; init; }

    /// <summary>Only those in one of these states; none for all.</summary>
    public ImmutableArray<DeliveryState> States { get; init; } = [];

    /// <summary>Only those before the one with this sequence: where the page before ended.</summary>
    public long Before { get; init; } = long.MaxValue;

    /// <summary>The most that are given.</summary>
    public int Most { get; init; } = 100;
}
