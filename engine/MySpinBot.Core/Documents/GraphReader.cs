using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Documents.Reading;

namespace MySpinBot.Core.Documents;

/// <summary>What was read.</summary>
/// <param name="Document">What could be read; null where the text has neither form. With problems it is for looking at, not for running.</param>
/// <param name="Problems">All faults of form.</param>
public sealed record ReadResult(GraphDocument? Document, ImmutableArray<GraphProblem> Problems)
{
    /// <summary>What a person should know and what keeps nothing from running. Only documents of ComfyUI's editor have any.</summary>
    public ImmutableArray<GraphProblem> Notices { get; init; } = [];

    /// <summary>Whether the text is what ComfyUI's editor saves: the document, where there is one, was made of it.</summary>
    public bool IsWorkflow { get; init; }
}

/// <summary>Reads a graph: the form that <see cref="GraphWriter"/> writes, or ComfyUI's API format (a bare map of nodes, or <c>{"prompt": map}</c>).
/// Both mean the same. With the node types at hand it also reads what ComfyUI's editor saves.</summary>
public static class GraphReader
{
    private const int DeeperWhenConverted = 8;

    /// <summary>Reads UTF-8 JSON, with or without a byte order mark. What ComfyUI's editor saves is told apart, and not read.</summary>
    public static ReadResult Read(ReadOnlyMemory<byte> utf8, ReadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (JsonText.Parse(utf8, limits, out var root) is { } unreadable)
        {
            return new ReadResult(null, [unreadable]);
        }

        return ReadForm(root);
    }

    /// <summary>Reads UTF-8 JSON of any form: of the two, or what ComfyUI's editor saves.</summary>
    /// <param name="utf8">The text, with or without a byte order mark.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="nodes">The node types that are known; of others ComfyUI's editor does not save the names of values.</param>
    public static ReadResult Read(ReadOnlyMemory<byte> utf8, ReadLimits limits, NodeInterfaces nodes)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(nodes);
        if (JsonText.Parse(utf8, limits, out var root) is { } unreadable)
        {
            return new ReadResult(null, [unreadable]);
        }

        if (!ComfyWorkflow.Is(root))
        {
            return ReadForm(root);
        }

        // In our form things stand a little deeper, and it has to be readable too.
        if (JsonText.Parse(utf8, limits with { MaxDepth = limits.MaxDepth - DeeperWhenConverted }, out root) is { } tooDeep)
        {
            return new ReadResult(null, [tooDeep]) { IsWorkflow = true };
        }

        var converted = ComfyWorkflow.Read(root, nodes);
        return new ReadResult(converted.Document, converted.Problems) { Notices = converted.Notices, IsWorkflow = true };
    }

    private static ReadResult ReadForm(JsonElement root)
    {
        var problems = new List<GraphProblem>();
        var document = DocumentForm.Read(root, problems);
        return new ReadResult(document, [.. problems]) { IsWorkflow = document is null && ComfyWorkflow.Is(root) };
    }
}
