using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Comfy.Prompts;
using MySpinBot.Server.Comfy.Queue;
using MySpinBot.Server.Jobs;
using NodeTypes = MySpinBot.Core.Catalogs.Catalog;

namespace MySpinBot.Server.Comfy.History;

/// <summary>What became of a job that has ended, as ComfyUI's history shows it.</summary>
internal sealed class HistoryRecord
{
    private readonly JobRecord _record;
    private readonly JobContent _content;
    private readonly NodeTypes? _catalog;
    private readonly PromptStory _story;

    public HistoryRecord(JobRecord record, JobContent content, NodeTypes? catalog)
    {
        (_record, _content, _catalog) = (record, content, catalog);
        _story = new PromptStory(() => content, catalog);
        foreach (var node in record.Nodes)
        {
            _story.Lineage.Expanded(node.NodeId);
        }
    }

    private Job Job => _record.Job;

    /// <summary>Whether a job is one that ComfyUI would have in its history: one that was taken out of the queue before it began leaves no trace there.</summary>
    public static bool Has(Job job) => job.State is JobState.Succeeded or JobState.Failed || (job.State == JobState.Cancelled && job.Attempts > 0);

    /// <summary>Writes the record.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("prompt");
        PromptTuple.Write(writer, Job, _content, _catalog);
        writer.WritePropertyName("outputs");
        WriteOutputs(writer);
        writer.WritePropertyName("status");
        WriteStatus(writer);
        writer.WritePropertyName("meta");
        WriteMeta(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes what the nodes show.</summary>
    public void WriteOutputs(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var node in _record.Nodes)
        {
            if (node.Shown is { } shown)
            {
                writer.WritePropertyName(node.NodeId);
                shown.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes how it ended and what was told of it.</summary>
    public void WriteStatus(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("status_str", Job.State == JobState.Succeeded ? "success" : "error");
        writer.WriteBoolean("completed", Job.State == JobState.Succeeded);
        writer.WriteStartArray("messages");
        var started = Milliseconds(Job.StartedAt ?? Job.AcceptedAt);
        WriteMessage(writer, "execution_start", started);
        WriteMessage(writer, "execution_cached", started, () => writer.WriteTexts("nodes", Cached()));
        WriteEnd(writer, Milliseconds(Job.EndedAt ?? Job.AcceptedAt));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes why it failed; null where it did not.</summary>
    public void WriteError(Utf8JsonWriter writer)
    {
        if (Error() is { } error)
        {
            writer.WriteStartObject();
            error.Write(writer, PromptIds.Of(Job.Id), Executed(), Known(), Milliseconds(Job.EndedAt ?? Job.AcceptedAt));
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private void WriteEnd(Utf8JsonWriter writer, long at)
    {
        switch (Job.State)
        {
            case JobState.Succeeded:
                WriteMessage(writer, "execution_success", at);
                break;
            case JobState.Cancelled:
                var node = Interrupted();
                WriteMessage(writer, "execution_interrupted", at, () =>
                {
                    writer.WriteString("node_id", node);
                    writer.WriteString("node_type", _story.ClassTypeOf(node));
                    writer.WriteTexts("executed", Executed());
                });
                break;
            default:
                writer.WriteStartArray();
                writer.WriteStringValue("execution_error");
                WriteError(writer);
                writer.WriteEndArray();
                break;
        }
    }

    private void WriteMessage(Utf8JsonWriter writer, string name, long at, Action? fields = null)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(name);
        writer.WriteStartObject();
        fields?.Invoke();
        writer.WriteString("prompt_id", PromptIds.Of(Job.Id));
        writer.WriteNumber("timestamp", at);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private void WriteMeta(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var node in _record.Nodes)
        {
            if (node.Shown is null)
            {
                continue;
            }

            var root = _story.Lineage.RootOf(node.NodeId);
            writer.WriteStartObject(node.NodeId);
            writer.WriteString("node_id", node.NodeId);
            writer.WriteString("display_node", root);
            writer.WriteString("parent_node", _story.Lineage.ParentOf(node.NodeId));
            writer.WriteString("real_node_id", root);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private ExecutionError? Error()
    {
        if (Job.State != JobState.Failed)
        {
            return null;
        }

        NodeFailed? first = null;
        foreach (var node in _record.Nodes)
        {
            if (node.Failure is { } failure && (first is null || Job.Reason?.Contains(failure.Sentence, StringComparison.Ordinal) == true))
            {
                first = failure; // the job's reason is the failure that came first
            }
        }

        return first is not null ? ExecutionError.Of(first, _story) : ExecutionError.Of(Job.Reason, _record.Problems, _story);
    }

    private List<string> Cached()
    {
        var seen = _record.Nodes.Select(node => node.NodeId).ToHashSet(StringComparer.Ordinal);
        var cached = new List<string>();
        foreach (var node in _record.Nodes)
        {
            if (node.State == "reused" && _story.Has(node.NodeId))
            {
                cached.Add(node.NodeId);
                _story.AddAncestors(node.NodeId, cached, id => !seen.Add(id));
            }
        }

        return cached;
    }

    private string Interrupted() => _story.Lineage.RootOf(_record.Nodes.LastOrDefault(node => node.State == "running")?.NodeId ?? _record.Nodes.LastOrDefault()?.NodeId ?? _story.First);

    private IEnumerable<string> Executed() => _record.Nodes.Where(node => node.State is "finished" or "blocked").Select(node => node.NodeId);

    private IEnumerable<string> Known() => _record.Nodes.Where(node => node.State is "finished" or "reused").Select(node => node.NodeId);

    private static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}
