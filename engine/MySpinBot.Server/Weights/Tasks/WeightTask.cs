using MySpinBot.Server.Weights.Pulling;

namespace MySpinBot.Server.Weights.Tasks;

/// <summary>Work on files with weights that takes a while: a pull, or a check. As it stands at one moment.</summary>
internal sealed record WeightTask
{
    /// <summary>Its id; the later the larger.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Owner { get; init; }

    /// <summary><c>pull</c> or <c>verify</c>.</summary>
    public required string Act { get; init; }

    /// <summary>The kind of model; null for files of several kinds.</summary>
    public string? Kind { get; init; }

    /// <summary>The file's name; null for several files.</summary>
    public string? File { get; init; }

    /// <summary>The model's name in the manifest.</summary>
    public string? Model { get; init; }

    /// <summary><c>waiting</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>cancelled</c>, <c>interrupted</c>.</summary>
    public string State { get; init; } = "waiting";

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it does now.</summary>
    public PullProgress Progress { get; init; }

    /// <summary>Bytes a second, lately.</summary>
    public long? Rate { get; init; }

    /// <summary>Why it failed, for programs.</summary>
    public string? Code { get; init; }

    /// <summary>Why it failed or was interrupted, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>What was pulled.</summary>
    public Pulled? Pulled { get; init; }

    /// <summary>What checking has shown, so far.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    /// <summary>Whether nothing will become of it any more.</summary>
    public bool HasEnded => State is not ("waiting" or "running");
}
