namespace MySpinBot.Server.Jobs.Live;

/// <summary>Which transient news take the place of others.</summary>
internal static class Passing
{
    /// <summary>Whether news are passed over once other ones have come: they are of the same node and kind.</summary>
    public static bool IsReplaced(JobNews old, JobNews by) => (old, by) switch
    {
        (PreviewNews picture, PreviewNews newer) => picture.NodeId == newer.NodeId,
        (PassingNews told, PassingNews newer) => told.NodeId == newer.NodeId && IsLog(told.Json.Span) == IsLog(newer.Json.Span),
        _ => false,
    };

    /// <summary>Whether a transient event is a log line. They are written with their kind first: <see cref="Core.Messages.MessageJson"/>.</summary>
    public static bool IsLog(ReadOnlySpan<byte> json) => json.StartsWith("{\"event\":\"log\""u8);
}
