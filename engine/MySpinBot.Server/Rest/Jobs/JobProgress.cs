using System.Text.Json;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Rest.Jobs;

/// <summary>How far a job's nodes have come: how many are in which state, and which run now.</summary>
internal sealed class JobProgress
{
    // Of a job with thousands of steps at work a few tell enough; the events tell all.
    private const int MostNamed = 64;

    private readonly int _done, _reused, _failed, _skipped;
    private readonly List<NodeRecord> _running = [];

    private JobProgress(JobRecord record)
    {
        foreach (var node in record.Nodes)
        {
            switch (node.State)
            {
                case "running":
                    _running.Add(node);
                    break;
                case "reused":
                    _reused++;
                    break;
                case "failed":
                    _failed++;
                    break;
                case "finished":
                    _done++;
                    break;
                default:
                    _skipped++;
                    break;
            }
        }
    }

    /// <summary>The progress of a job; null where nothing is known.</summary>
    public static JobProgress? Of(JobRecord? record) => record is null ? null : new JobProgress(record);

    /// <summary>Writes it as the field <c>progress</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("progress"u8);
        writer.WriteNumber("finished"u8, _done);
        writer.WriteNumber("reused"u8, _reused);
        writer.WriteNumber("failed"u8, _failed);
        writer.WriteNumber("skipped"u8, _skipped);
        writer.WriteStartArray("running"u8);
        foreach (var node in _running.Take(MostNamed))
        {
            writer.WriteStartObject();
            writer.WriteString("node"u8, node.NodeId);
            writer.WriteString("class_type"u8, node.ClassType);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
