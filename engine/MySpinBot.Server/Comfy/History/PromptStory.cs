using System.Buffers;
using System.Text.Json;
using MySpinBot.Server.Comfy.Queue;
using MySpinBot.Server.Jobs;
using NodeTypes = MySpinBot.Core.Catalogs.Catalog;

namespace MySpinBot.Server.Comfy.History;

/// <summary>The prompt of a job, as far as telling what became of its nodes needs it.</summary>
internal sealed class PromptStory
{
    private readonly Lazy<IReadOnlyDictionary<string, PromptNode>> _nodes;
    private readonly NodeTypes? _catalog;

    /// <param name="content">The job's content; null where it is not known any more. Read only when it is needed.</param>
    /// <param name="catalog">The node types.</param>
    public PromptStory(Func<JobContent?> content, NodeTypes? catalog)
    {
        _catalog = catalog;
        _nodes = new Lazy<IReadOnlyDictionary<string, PromptNode>>(() => Read(content(), catalog), LazyThreadSafetyMode.None);
        Lineage = new NodeLineage(_nodes);
    }

    /// <summary>Which node of the prompt a node belongs to.</summary>
    public NodeLineage Lineage { get; }

    /// <summary>Whether it is a node of the prompt itself.</summary>
    public bool Has(string id) => _nodes.Value.ContainsKey(id);

    /// <summary>The type of a node of the prompt; empty where it is not known.</summary>
    public string ClassTypeOf(string id) => _nodes.Value.TryGetValue(id, out var node) ? node.ClassType : "";

    /// <summary>The first node; empty where there is none.</summary>
    public string First => _nodes.Value.Keys.FirstOrDefault() ?? "";

    /// <summary>Whether nodes of the type are ends in themselves.</summary>
    public bool IsOutput(string classType) => _catalog?.Find(classType)?.Descriptor.IsOutput == true;

    /// <summary>A reused node needs none of those that made it, so they are not looked at; for ComfyUI's clients they are cached as well.
    /// Adds them: all that the node is linked to by inputs that are not lazy, until one is met that is known to the caller.</summary>
    public void AddAncestors(string id, ICollection<string> cached, Func<string, bool> isKnown)
    {
        var queue = new Stack<string>([id]);
        while (queue.TryPop(out var next))
        {
            if (!_nodes.Value.TryGetValue(next, out var node))
            {
                continue;
            }

            foreach (var (input, source) in node.Sources)
            {
                if (_nodes.Value.ContainsKey(source) && !IsLazy(node.ClassType, input) && !isKnown(source))
                {
                    cached.Add(source);
                    queue.Push(source);
                }
            }
        }
    }

    private bool IsLazy(string classType, string input)
        => _catalog?.Find(classType)?.Descriptor.Inputs.FirstOrDefault(declared => declared.Name == input)?.IsLazy == true;

    private static Dictionary<string, PromptNode> Read(JobContent? content, NodeTypes? catalog)
    {
        if (content is null)
        {
            return [];
        }

        // Not into the buffer that messages are written into: this is read in the middle of writing one.
        var prompt = new ArrayBufferWriter<byte>(content.Document.Length + 256);
        using (var writer = new Utf8JsonWriter(prompt, ComfyJson.Writing))
        {
            PromptTuple.WritePrompt(writer, content, catalog);
        }

        using var document = JsonDocument.Parse(prompt.WrittenMemory, new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth });
        return PromptNode.AllOf(document.RootElement);
    }
}
