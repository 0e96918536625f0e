using System.Text.Json;
using MySpinBot.Server.Comfy.History;
using MySpinBot.Server.Comfy.Prompts;

namespace MySpinBot.Server.Comfy.Live;

/// <summary>How far each node of a run has come. ComfyUI tells all of it each time.</summary>
internal sealed class ProgressMap
{
    private readonly Dictionary<string, NodeProgress> _nodes = new(StringComparer.Ordinal);

    /// <summary>How many nodes it has.</summary>
    public int Count => _nodes.Count;

    /// <summary>The node that began last and runs still; null where none does.</summary>
    public string? Running { get; private set; }

    /// <summary>The types of the nodes.</summary>
    public string ClassTypeOf(string id) => _nodes.TryGetValue(id, out var node) ? node.ClassType : "";

    /// <summary>Whether the node has begun.</summary>
    public bool Has(string id) => _nodes.ContainsKey(id);

    /// <summary>A node begins.</summary>
    public void Start(string id, string classType)
    {
        _nodes[id] = new NodeProgress(classType, 0, 1, "running");
        Running = id;
    }

    /// <summary>A node has come so far.</summary>
    public void Advance(string id, double value, double most)
    {
        _nodes[id] = new NodeProgress(ClassTypeOf(id), value, most, "running");
        Running = id;
    }

    /// <summary>A node is done.</summary>
    public void Finish(string id, string classType)
    {
        var most = _nodes.TryGetValue(id, out var node) ? node.Most : 1;
        _nodes[id] = new NodeProgress(classType, most, most, "finished");
        Leave(id);
    }

    /// <summary>A node failed.</summary>
    public void Fail(string id, string classType)
    {
        var node = _nodes.GetValueOrDefault(id) ?? new NodeProgress(classType, 0, 1, "");
        _nodes[id] = node with { ClassType = classType, State = "error" };
        Leave(id);
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _nodes.Clear();
        Running = null;
    }

    /// <summary>The message with all of it.</summary>
    public SocketFrame Frame(Guid job, NodeLineage lineage) => SocketFrame.Of("progress_state", (job, lineage, _nodes), static (writer, what) =>
    {
        var promptId = PromptIds.Of(what.job);
        writer.WriteString("prompt_id", promptId);
        writer.WriteStartObject("nodes");
        foreach (var (id, node) in what._nodes)
        {
            writer.WriteStartObject(id);
            writer.WritePropertyName("value");
            writer.WriteNumberPlainly(node.Value);
            writer.WritePropertyName("max");
            writer.WriteNumberPlainly(node.Most);
            writer.WriteString("state", node.State);
            writer.WriteString("node_id", id);
            writer.WriteString("prompt_id", promptId);
            var root = what.lineage.RootOf(id);
            writer.WriteString("display_node_id", root);
            writer.WriteString("parent_node_id", what.lineage.ParentOf(id));
            writer.WriteString("real_node_id", root);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    private void Leave(string id)
    {
        if (Running == id)
        {
            Running = _nodes.LastOrDefault(node => node.Value.State == "running").Key;
        }
    }

    private sealed record NodeProgress(string ClassType, double Value, double Most, string State);
}
