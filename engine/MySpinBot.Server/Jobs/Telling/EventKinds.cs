namespace MySpinBot.Server.Jobs.Telling;

/// <summary>Events that those who count and log look at.</summary>
internal enum EventKind
{
    /// <summary>Any other.</summary>
    Other,
    JobQueued,
    JobBegan,
    JobFinished,
    WorkerLost,
    NodeStarted,
    NodeReused,
    NodeFinished,
    NodeFailed,
}

/// <summary>What kind an event is, told by how it begins: nothing is parsed.</summary>
internal static class EventKinds
{
    private static ReadOnlySpan<byte> Opening => "{\"event\":\""u8;

    /// <summary>The kind of an event.</summary>
    public static EventKind Of(ReadOnlySpan<byte> json)
    {
        if (!json.StartsWith(Opening))
        {
            return EventKind.Other;
        }

        var name = json[Opening.Length..];
        return name.IndexOf((byte)'"') switch
        {
            9 when name.StartsWith("job_began"u8) => EventKind.JobBegan,
            10 when name.StartsWith("job_queued"u8) => EventKind.JobQueued,
            11 when name.StartsWith("node_failed"u8) => EventKind.NodeFailed,
            11 when name.StartsWith("node_reused"u8) => EventKind.NodeReused,
            11 when name.StartsWith("worker_lost"u8) => EventKind.WorkerLost,
            12 when name.StartsWith("job_finished"u8) => EventKind.JobFinished,
            12 when name.StartsWith("node_started"u8) => EventKind.NodeStarted,
            13 when name.StartsWith("node_finished"u8) => EventKind.NodeFinished,
            _ => EventKind.Other,
        };
    }
}
