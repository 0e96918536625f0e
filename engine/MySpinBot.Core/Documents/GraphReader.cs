using System.Collections.Immutable;
using MySpinBot.Core.Documents.Reading;

namespace MySpinBot.Core.Documents;

/// <summary>What was read.</summary>
/// <param name="Document">What could be read; null where the text has neither form. With problems it is for looking at, not for running.</param>
/// <param name="Problems">All faults of form.</param>
public sealed record ReadResult(GraphDocument? Document, ImmutableArray<GraphProblem> Problems);

/// <summary>Reads a graph: the form that <see cref="GraphWriter"/> writes, or ComfyUI's API format (a bare map of nodes, or <c>{"prompt": map}</c>).
/// Both mean the same.</summary>
public static class GraphReader
{
    /// <summary>Reads UTF-8 JSON, with or without a byte order mark.</summary>
    public static ReadResult Read(ReadOnlyMemory<byte> utf8, ReadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (JsonText.Parse(utf8, limits, out var root) is { } unreadable)
        {
            return new ReadResult(null, [unreadable]);
        }

        var problems = new List<GraphProblem>();
        var document = DocumentForm.Read(root, problems);
        return new ReadResult(document, [.. problems]);
    }
}
