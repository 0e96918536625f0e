using System.Diagnostics;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Comfy.Live;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Tracing;

/// <summary>The trace that a job belongs to: the one that its first event names, or else one of its own.</summary>
internal static class JobTraceContext
{
    /// <summary>That of a job, looked up.</summary>
    public static ActivityContext Of(JobReader reader, Guid job)
        => In(reader.Events(job, 0, 1) is [var first] ? EventReading.Read(first.Json.Span) as JobQueued : null, job);

    /// <summary>That which an event names; else one whose id is the job's, so that it can be found by that.</summary>
    public static ActivityContext In(JobQueued? queued, Guid job)
    {
        if (IncomingTrace.Read(queued?.Trace) is { } given)
        {
            return given;
        }

        var id = job == Guid.Empty ? ActivityTraceId.CreateRandom() : ActivityTraceId.CreateFromString(job.ToString("N"));
        return new ActivityContext(id, default, ActivityTraceFlags.Recorded);
    }
}
