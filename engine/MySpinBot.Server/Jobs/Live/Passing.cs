using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Jobs.Live;

/// <summary>What is transient: which news take the place of others, and which are joined.</summary>
internal static class Passing
{
    // What is joined while a job's events are on their way to the disk.
    private const int MostJoined = 256 << 10;

    /// <summary>A transient event as news.</summary>
    public static JobNews Of(JobPassed passed, ReadOnlyMemory<byte> json)
        => IsText(json.Span) && JsonSerializer.Deserialize<RunEvent>(json.Span, MessageJson.Options) is TextStreamed text
            ? new TextNews(passed.Job, text.NodeId, text.Call, text.Offset, text.Text)
            : new PassingNews(passed.Job, passed.NodeId, json);

    /// <summary>Two pieces of the same call's text as one; null where they are none.</summary>
    public static TextNews? Joined(JobNews first, JobNews then)
        => (first, then) is (TextNews one, TextNews other) && (one.NodeId, one.Call) == (other.NodeId, other.Call)
            && one.Offset + one.Text.Length == other.Offset && one.Text.Length + other.Text.Length <= MostJoined
            ? one with { Text = one.Text + other.Text }
            : null;

    /// <summary>Whether news are passed over once other ones have come: they are of the same node and kind.</summary>
    public static bool IsReplaced(JobNews old, JobNews by) => (old, by) switch
    {
        (PreviewNews picture, PreviewNews newer) => picture.NodeId == newer.NodeId,
        (PassingNews told, PassingNews newer) => told.NodeId == newer.NodeId && IsLog(told.Json.Span) == IsLog(newer.Json.Span),
        _ => false,
    };

    /// <summary>Whether a transient event is text.</summary>
    public static bool IsText(ReadOnlySpan<byte> json) => json.StartsWith("{\"event\":\"text\""u8);

    /// <summary>Whether a transient event is a log line. They are written with their kind first: <see cref="Core.Messages.MessageJson"/>.</summary>
    public static bool IsLog(ReadOnlySpan<byte> json) => json.StartsWith("{\"event\":\"log\""u8);
}
