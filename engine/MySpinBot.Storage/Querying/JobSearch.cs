using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Storage.Querying;

/// <summary>Jobs by all that a filter knows. Each part of a filter that is not set is not in the query, so that the others find their index.</summary>
internal static class JobSearch
{
    public static ImmutableArray<Job> List(SqliteConnection connection, JobFilter filter)
    {
        using var context = new JobsContext(connection);
        var all = All(context, filter);
        var (before, after) = (filter.Before ?? long.MaxValue, filter.After ?? 0);
        var page = all.Where(job => job.Sequence < before && job.Sequence > after);
        var ordered = filter.Ascending ? page.OrderBy(job => job.Sequence) : page.OrderByDescending(job => job.Sequence);
        return [.. ordered.Skip(filter.Offset).Take(filter.Most).AsEnumerable().Select(JobOf)];
    }

    public static int Count(SqliteConnection connection, JobFilter filter)
    {
        using var context = new JobsContext(connection);
        return All(context, filter).Count();
    }

    private static IQueryable<JobTable> All(JobsContext context, JobFilter filter)
    {
        IQueryable<JobTable> jobs = context.Jobs;
        if (filter.Owner is { } owner)
        {
            jobs = jobs.Where(job => job.Owner == owner);
        }

        if (filter.States is { IsDefaultOrEmpty: false } states)
        {
            var wanted = states.Distinct().ToList();
            jobs = jobs.Where(job => wanted.Contains(job.State));
        }

        if (filter.NameContains is { } name)
        {
            var pattern = $"%{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            jobs = jobs.Where(job => EF.Functions.Like(job.Name!, pattern, "\\"));
        }

        if (filter.Since is { } since)
        {
            var first = since.ToUnixTimeMilliseconds();
            jobs = jobs.Where(job => job.AcceptedAt >= first);
        }

        if (filter.Until is { } until)
        {
            var end = until.ToUnixTimeMilliseconds();
            jobs = jobs.Where(job => job.AcceptedAt < end);
        }

        if (filter.EndedBefore is { } ended)
        {
            var last = ended.ToUnixTimeMilliseconds();
            jobs = jobs.Where(job => job.EndedAt < last);
        }

        if (filter.Batch is { } batch)
        {
            var id = batch.ToByteArray();
            jobs = jobs.Where(job => job.Batch == id);
        }

        if (filter.IsKept is { } kept)
        {
            jobs = jobs.Where(job => job.IsKept == kept);
        }

        // Labels are of owners; each is found by its index, and what they have in common is looked up.
        foreach (var (label, value) in filter.Labels)
        {
            var labelled = context.Labels.Where(row => row.Name == label && row.Value == value && (filter.Owner == null || row.Owner == filter.Owner)).Select(row => row.Sequence);
            jobs = jobs.Where(job => labelled.Contains(job.Sequence));
        }

        return jobs;
    }

    private static Job JobOf(JobTable row) => new()
    {
        Sequence = row.Sequence,
        Id = new Guid(row.Id),
        Owner = row.Owner,
        Name = row.Name,
        State = row.State,
        Priority = row.Priority,
        Number = row.Number,
        Attempts = row.Attempts,
        AcceptedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.AcceptedAt),
        StartedAt = Time(row.StartedAt),
        EndedAt = Time(row.EndedAt),
        LastEvent = row.LastEvent,
        Reason = row.Reason,
        Suspects = row.Suspects is null ? [] : JsonSerializer.Deserialize<ImmutableArray<SuspectCall>>(row.Suspects, MessageJson.Options),
        Batch = row.Batch is { } batch ? new Guid(batch) : null,
        Labels = row.Labels,
        IsKept = row.IsKept,
        HasWebhook = row.HasWebhook,
    };

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
}
