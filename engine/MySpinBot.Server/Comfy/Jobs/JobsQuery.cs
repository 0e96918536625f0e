using System.Globalization;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Server.Comfy.Jobs;

/// <summary>Which jobs <c>GET /api/jobs</c> asks for.</summary>
internal sealed record JobsQuery
{
    private static readonly string[] All = ["pending", "in_progress", "completed", "failed", "cancelled"];

    /// <summary>Where the jobs stand, in ComfyUI's words.</summary>
    public required IReadOnlySet<string> Statuses { get; init; }

    /// <summary>The workflow that they were made from; null for any.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>Whether they are sorted by how long they took, and not by when they were handed in.</summary>
    public bool IsByDuration { get; init; }

    /// <summary>Whether the smallest come first.</summary>
    public bool IsAscending { get; init; }

    /// <summary>The most that are given; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>How many are passed over.</summary>
    public int Offset { get; init; }

    /// <summary>Reads it; a sentence where something is wrong.</summary>
    public static (JobsQuery? Query, string? Fault) Read(IQueryCollection query)
    {
        var statuses = query["status"].ToString().ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var wrong = statuses.Except(All).ToList();
        var (sortBy, order) = (Word(query, "sort_by", "created_at"), Word(query, "sort_order", "desc"));
        var (limit, hasLimit) = Whole(query, "limit");
        var (offset, hasOffset) = Whole(query, "offset");
        return 0 switch
        {
            _ when wrong.Count > 0 => (null, $"Invalid status value(s): {string.Join(", ", wrong.Take(5))}. Valid values: {string.Join(", ", All)}"),
            _ when sortBy is not ("created_at" or "execution_duration") => (null, "sort_by must be 'created_at' or 'execution_duration'"),
            _ when order is not ("asc" or "desc") => (null, "sort_order must be 'asc' or 'desc'"),
            _ when hasLimit && limit is null => (null, "limit must be an integer"),
            _ when limit <= 0 => (null, "limit must be a positive integer"),
            _ when hasOffset && offset is null => (null, "offset must be an integer"),
            _ => (new JobsQuery
            {
                Statuses = (statuses.Length == 0 ? All : statuses).ToHashSet(StringComparer.Ordinal),
                WorkflowId = query["workflow_id"].ToString() is { Length: > 0 } workflow ? workflow : null,
                IsByDuration = sortBy == "execution_duration",
                IsAscending = order == "asc",
                Limit = limit is { } most ? (int)Math.Min(most, int.MaxValue) : null,
                Offset = (int)Math.Clamp(offset ?? 0, 0, int.MaxValue),
            }, null),
        };
    }

    /// <summary>Where a job stands, in ComfyUI's words.</summary>
    public static string StatusOf(Job job) => job.State switch
    {
        JobState.Queued => "pending",
        JobState.Running => "in_progress",
        JobState.Succeeded => "completed",
        JobState.Failed => "failed",
        _ => "cancelled",
    };

    private static string Word(IQueryCollection query, string name, string unsaid)
        => query.TryGetValue(name, out var word) ? word.ToString().ToLowerInvariant() : unsaid;

    private static (long? Number, bool IsThere) Whole(IQueryCollection query, string name)
        => !query.TryGetValue(name, out var text) ? (null, false)
            : long.TryParse(text.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? (number, true) : (null, true);
}
