using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Jobs.Live;

/// <summary>Graphs and terms of jobs that have not had their turn: in memory while there is room, so that most have it without a look at the disk. Called under the desk's lock, but for <see cref="Read"/>.</summary>
internal sealed class JobContents(JobReader reader)
{
    private const long MostBytes = 48 << 20;

    // A read document takes about this many times the bytes that it is written in.
    private const int TermsFactor = 3;

    private long _bytes;

    /// <summary>Keeps what was handed in with the job, if there is room.</summary>
    public void Keep(LiveJob job, JobContent content, int termsBytes)
    {
        var size = content.Document.Length + ((long)TermsFactor * termsBytes);
        if (_bytes + size <= MostBytes)
        {
            _bytes += size;
            (job.Content, job.ContentBytes) = (content, size);
        }
    }

    /// <summary>Lets go of what was kept with a job.</summary>
    public void Drop(LiveJob job)
    {
        _bytes -= job.ContentBytes;
        (job.Content, job.ContentBytes) = (null, 0);
    }

    /// <summary>What was handed in, from the disk; null where there is no such job.</summary>
    public JobContent? Read(Guid id)
        => reader.Submission(id) is { } stored ? new JobContent(stored.Document, JsonSerializer.Deserialize<JobTerms>(stored.Options.Span, MessageJson.Options) ?? JobTerms.Plain) : null;
}
