using System.Text;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Storage.Tests;

/// <summary>Jobs to hand in, and steps to take.</summary>
internal static class Submissions
{
    public static JobSubmission Of(string document = "{}", string owner = "anna", string? key = null, Guid? id = null)
        => new(id ?? Guid.NewGuid(), owner, Encoding.UTF8.GetBytes(document), "{}"u8.ToArray()) { IdempotencyKey = key };

    public static JobStep Step(this Job job, JobChange? change, params string[] events)
        => new(job.Id, change, [.. events.Select(told => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(told))]);

    public static string Told(this Jobs.JobReader reader, Guid id, long after = 0, int most = 1000)
        => string.Join(' ', reader.Events(id, after, most).Select(told => $"{told.Number}:{Encoding.UTF8.GetString(told.Json.Span)}"));
}
