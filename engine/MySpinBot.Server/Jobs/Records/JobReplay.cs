using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Jobs.Records;

/// <summary>Makes a record of a job's events, taken in order. What an attempt says of a node takes the place of what one before it said;
/// what only an earlier one has finished stays, for a later one may find it on record without a word.</summary>
internal sealed class JobReplay
{
    // Known of, but nothing that counts.
    private const string Gone = "";

    private readonly List<NodeRecord> _nodes = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private ImmutableArray<GraphProblem> _problems = [];
    private int _attempt;

    public void Take(ReadOnlySpan<byte> json)
    {
        try
        {
            Read(json);
        }
        catch (JsonException)
        {
            // An event of a version that this one does not know: what it told is not shown.
        }
    }

    public JobRecord RecordOf(Job job) => new(job, [.. _nodes.Where(node => node.State != Gone)], _problems);

    private void Read(ReadOnlySpan<byte> json)
    {
        if (RecordedManifest.IsIn(json))
        {
            return; // nothing in it is of one node alone, and reading it takes its time
        }

        if (json.StartsWith("{\"event\":\"job_"u8) || json.StartsWith("{\"event\":\"worker_lost\""u8))
        {
            Take(JsonSerializer.Deserialize<JobEvent>(json, MessageJson.Options));
        }
        else if (JsonSerializer.Deserialize<RunEvent>(json, MessageJson.Options) is NodeEvent told)
        {
            Take(told);
        }
    }

    private void Take(JobEvent? told)
    {
        if (told is JobBegan)
        {
            _attempt++;
            for (var i = 0; i < _nodes.Count; i++)
            {
                _nodes[i] = _nodes[i].State is "finished" or "reused" ? _nodes[i] : new NodeRecord { NodeId = _nodes[i].NodeId, State = Gone };
            }
        }
        else if (told is JobFinished end)
        {
            _problems = end.Problems is { } problems ? [.. problems] : [];
        }
    }

    private void Take(NodeEvent told)
    {
        var place = PlaceOf(told.NodeId);
        var node = _nodes[place];
        _nodes[place] = told switch
        {
            NodeStarted started => node with { ClassType = started.ClassType, State = "running" },
            NodeReused reused => node with { ClassType = reused.ClassType, State = "reused", Shown = reused.Shown },
            NodeFinished finished => node with { ClassType = finished.ClassType, State = "finished", Shown = finished.Shown, Seconds = finished.Seconds },
            NodeFailed failed => node with { ClassType = failed.ClassType, State = "failed", Failure = failed },
            NodeBlocked => node with { State = "blocked" },
            NodeSkipped => node with { State = "skipped" },
            FileSaved saved => node with { Files = With(node.Files, saved.File) },
            _ => node,
        };
    }

    private int PlaceOf(string id)
    {
        if (!_places.TryGetValue(id, out var place))
        {
            _places.Add(id, place = _nodes.Count);
            _nodes.Add(new NodeRecord { NodeId = id, State = Gone });
        }
        else if (_attempts[id] != _attempt)
        {
            _nodes[place] = new NodeRecord { NodeId = id, State = Gone, ClassType = _nodes[place].ClassType, Seconds = _nodes[place].Seconds };
        }

        _attempts[id] = _attempt;
        return place;
    }

    private static ImmutableArray<SavedFile> With(ImmutableArray<SavedFile> files, SavedFile file)
    {
        foreach (var other in files)
        {
            if (other.Name == file.Name && other.Subfolder == file.Subfolder)
            {
                return files.Replace(other, file);
            }
        }

        return files.Add(file);
    }
}
