using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Documents.Embedded;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Submitting;

namespace MySpinBot.Server.Rest.Documents;

/// <summary>A graph that came in some form, read.</summary>
/// <param name="Document">The graph.</param>
/// <param name="Form">What form it came in: <c>graph</c>, <c>api</c> or <c>workflow</c>.</param>
/// <param name="Nodes">The node types by which it was read.</param>
internal sealed record GivenDocument(GraphDocument Document, string Form, NodeInterfaces Nodes)
{
    /// <summary>What the file was that held it; null where the graph came alone.</summary>
    public MediaForm? File { get; init; }

    /// <summary>Under which name it stood in the file.</summary>
    public string? Taken { get; init; }

    /// <summary>What a person should know.</summary>
    public IReadOnlyList<Fault> Notices { get; init; } = [];

    /// <summary>Reads one.</summary>
    /// <exception cref="ServerRefusal">It is none.</exception>
    public static GivenDocument Read(ReadOnlyMemory<byte> utf8, NodeInterfaces nodes)
    {
        var read = GraphReader.Read(utf8, ReadLimits.Default, nodes);
        if (read.Document is not { } document || !read.Problems.IsEmpty)
        {
            throw JobIntake.Refusal(read.Problems);
        }

        var form = read.IsWorkflow ? "workflow" : OwnForm.Is(utf8.Span) ? "graph" : "api";
        return new GivenDocument(document, form, nodes) { Notices = [.. read.Notices.Select(Fault.Of)] };
    }
}
