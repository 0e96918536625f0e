using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Sdk;
using NodeTypes = MySpinBot.Core.Catalogs.Catalog;

namespace MySpinBot.Server.Comfy.Prompts;

/// <summary>Who needs whom in a prompt, as ComfyUI's validation follows links: those of declared inputs, and of any where a node takes more.</summary>
internal sealed class PromptGraph
{
    // Enough for every prompt that people make; what is over it is only not listed.
    private const int MostStepsOfDependents = 4_000_000;

    private readonly GraphDocument _document;
    private readonly NodeDescriptor?[] _types;
    private readonly Dictionary<string, int> _positions;
    private readonly List<int>?[] _sources;
    private readonly List<int>?[] _consumers;

    public PromptGraph(GraphDocument document, NodeTypes catalog)
    {
        _document = document;
        _types = [.. document.Nodes.Select(node => catalog.Find(node.ClassType)?.Descriptor)];
        _positions = new Dictionary<string, int>(document.Nodes.Length, StringComparer.Ordinal);
        for (var i = 0; i < document.Nodes.Length; i++)
        {
            _positions.TryAdd(document.Nodes[i].Id, i);
        }

        _sources = new List<int>?[document.Nodes.Length];
        _consumers = new List<int>?[document.Nodes.Length];
        for (var i = 0; i < document.Nodes.Length; i++)
        {
            Link(i);
        }
    }

    /// <summary>The type of a node; null where the node or its type is not known.</summary>
    public NodeDescriptor? TypeOf(string id) => _positions.TryGetValue(id, out var position) ? _types[position] : null;

    /// <summary>A node as it was written.</summary>
    public NodeEntry? Find(string id) => _positions.TryGetValue(id, out var position) ? _document.Nodes[position] : null;

    /// <summary>The output nodes, of all or of those that were named.</summary>
    public IReadOnlyList<string> Outputs(IReadOnlyList<string>? named)
    {
        var chosen = named?.ToHashSet(StringComparer.Ordinal);
        var outputs = new List<string>();
        for (var i = 0; i < _types.Length; i++)
        {
            if (_types[i] is { IsOutput: true } && _document.Nodes[i].Mode == NodeMode.Normal && chosen?.Contains(_document.Nodes[i].Id) != false)
            {
                outputs.Add(_document.Nodes[i].Id);
            }
        }

        return outputs;
    }

    /// <summary>Those of these outputs that need none of the nodes that are at fault.</summary>
    public IReadOnlyList<string> Sound(IReadOnlyList<string> outputs, IEnumerable<string> faulty)
    {
        var spoilt = Walk(faulty, _consumers);
        return [.. outputs.Where(id => !spoilt.Contains(_positions[id]))];
    }

    /// <summary>All that these nodes need, and they.</summary>
    public IReadOnlySet<string> Needed(IEnumerable<string> ids) => Walk(ids, _sources).Select(position => _document.Nodes[position].Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>For each of these nodes, which of the outputs need it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Dependents(IReadOnlyList<string> ids, IReadOnlyList<string> outputs)
    {
        var dependents = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var steps = 0;
        foreach (var id in ids)
        {
            if (steps > MostStepsOfDependents)
            {
                dependents[id] = [];
                continue;
            }

            var reached = Walk([id], _consumers);
            steps += reached.Count + outputs.Count;
            dependents[id] = [.. outputs.Where(output => reached.Contains(_positions[output]))];
        }

        return dependents;
    }

    private void Link(int position)
    {
        foreach (var input in _document.Nodes[position].Inputs)
        {
            if (input.Value is LinkValue link && _positions.TryGetValue(link.NodeId, out var source) && IsFollowed(_types[position], input.Name))
            {
                (_sources[position] ??= []).Add(source);
                (_consumers[source] ??= []).Add(position);
            }
        }
    }

    private static bool IsFollowed(NodeDescriptor? type, string input) => type is null || type.TakesExtraInputs || type.Inputs.Any(declared => declared.Name == input);

    private HashSet<int> Walk(IEnumerable<string> ids, List<int>?[] next)
    {
        var reached = new HashSet<int>();
        var queue = new Stack<int>();
        foreach (var id in ids)
        {
            if (_positions.TryGetValue(id, out var start) && reached.Add(start))
            {
                queue.Push(start);
            }
        }

        while (queue.TryPop(out var position))
        {
            foreach (var neighbour in next[position] ?? [])
            {
                if (reached.Add(neighbour))
                {
                    queue.Push(neighbour);
                }
            }
        }

        return reached;
    }

    /// <summary>The prompt with these nodes only, each as it was written.</summary>
    public static byte[] Part(ReadOnlyMemory<byte> prompt, IReadOnlySet<string> kept)
    {
        using var document = JsonDocument.Parse(prompt, new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth });
        using var buffer = new MemoryStream(prompt.Length);
        using (var writer = new Utf8JsonWriter(buffer, ComfyJson.Writing))
        {
            writer.WriteStartObject();
            foreach (var node in document.RootElement.EnumerateObject())
            {
                if (kept.Contains(node.Name))
                {
                    node.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
