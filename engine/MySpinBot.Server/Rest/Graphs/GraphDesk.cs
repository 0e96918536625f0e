using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Jobs.Live;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;
using MySpinBot.Storage.Graphs;

namespace MySpinBot.Server.Rest.Graphs;

/// <summary>Finds the graphs that requests name, and has revisions of them stored. Others' graphs are not there.</summary>
internal sealed class GraphDesk(GraphStore store, ServerOptions options)
{
    // Who does not care which revision he follows is behind others now and then, but not for ever.
    private const int MostTries = 50;

    private readonly FreeDisk _disk = new(options);

    /// <summary>The graph in the address.</summary>
    /// <exception cref="ServerRefusal">There is none of this id for whoever asks.</exception>
    public StoredGraph Find(HttpContext context)
    {
        var word = Requests.Word(context, "id");
        return (Guid.TryParse(word, out var id) ? store.Reader.Find(id, context.Owner()) : null) ?? throw NoGraph(word);
    }

    /// <summary>The graph in the address, where it is not in the bin.</summary>
    public StoredGraph FindInUse(HttpContext context)
    {
        var graph = Find(context);
        return graph.DeletedAt is null ? graph : throw InBin(graph);
    }

    /// <summary>A revision of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="number">Its number; null for the latest.</param>
    public GraphRevision Revision(StoredGraph graph, long? number)
        => number is not { } wanted ? graph.Head
            : store.Reader.Revision(graph, wanted) ?? throw new ServerRefusal(RefusalKind.Missing, "unknown_revision", $"The graph {Shown.Name(graph.Name)} has no revision {wanted}; it has 1 to {graph.Head.Number}.");

    /// <summary>The document of a revision, as it is kept.</summary>
    public ReadOnlyMemory<byte> Bytes(StoredGraph graph, long revision) => store.Reader.Document(graph, revision) ?? throw NoGraph($"{graph.Id:D}");

    /// <summary>The document of a revision.</summary>
    public GraphDocument Document(StoredGraph graph, long revision) => GraphIntake.Read(Bytes(graph, revision));

    /// <summary>What is kept of a revision.</summary>
    public GraphContent Content(StoredGraph graph, long revision) => GraphIntake.Keep(Document(graph, revision));

    /// <summary>Has a graph stored.</summary>
    public Task<StoredGraph> CreateAsync(HttpContext context, GraphAbout about, GraphDocument document, RevisionStory story)
    {
        _disk.Check();
        return store.CreateAsync(Guid.CreateVersion7(options.Time.GetUtcNow()), context.Owner(), about, GraphIntake.Keep(document), story);
    }

    /// <summary>Has a revision stored behind the graph's latest one, where the request may follow that.</summary>
    /// <param name="graph">The graph as it was found.</param>
    /// <param name="match">What the request may follow.</param>
    /// <param name="content">The document.</param>
    /// <param name="story">How it comes about.</param>
    /// <returns>The graph as it is then. Where the document is what it has already, nothing was stored.</returns>
    /// <exception cref="ServerRefusal">The graph has another revision by now.</exception>
    public async Task<StoredGraph> SaveAsync(StoredGraph graph, RevisionMatch match, GraphContent content, RevisionStory story)
    {
        _disk.Check();
        for (var tries = 0; ; tries++)
        {
            if (!match.Allows(graph.Head.Number))
            {
                // The answer to the very same request may have been lost.
                return GraphStore.IsLatest(graph, content) ? graph : throw Overtaken(graph, match);
            }

            var result = await store.AppendAsync(graph, content, story);
            switch (result.Outcome)
            {
                case RevisionOutcome.Stored or RevisionOutcome.Same:
                    return result.Graph!;
                case RevisionOutcome.Changed when tries < MostTries:
                    graph = result.Graph!;
                    continue;
                case RevisionOutcome.Changed:
                    throw Overtaken(result.Graph!, match);
                case RevisionOutcome.Deleted:
                    throw InBin(result.Graph!);
                default:
                    throw NoGraph($"{graph.Id:D}");
            }
        }
    }

    /// <summary>There is no such graph.</summary>
    public static ServerRefusal NoGraph(string id) => new(RefusalKind.Missing, "unknown_graph", $"There is no graph {Shown.Name(id)}. It may have been removed.");

    /// <summary>A graph that cannot be used.</summary>
    private static ServerRefusal InBin(StoredGraph graph)
        => new(RefusalKind.Conflict, "graph_deleted", $"The graph {Shown.Name(graph.Name)} was deleted at {graph.DeletedAt:u}; undelete it first: POST {Addresses.Graph(graph.Id)}/undelete.");

    private static ServerRefusal Overtaken(StoredGraph graph, RevisionMatch match)
    {
        var head = graph.Head;
        var who = head.Client is { } client ? $"{Shown.Plain(graph.Owner)} ({Shown.Plain(client)})" : Shown.Plain(graph.Owner);
        var own = match.Numbers.IsEmpty ? "which is not what If-Match says" : $"and yours was made from revision {string.Join(" or ", match.Numbers)}";
        return new ServerRefusal(
            RefusalKind.Overtaken,
            "graph_changed",
            $"The graph {Shown.Name(graph.Name)} is at revision {head.Number}, {GraphJson.Word(head.Kind)} by {who} at {head.MadeAt:u}, {own}. Get that one, put your changes into it, and send it again with If-Match: {RevisionMatch.Tag(head.Number)}.")
        {
            More = writer =>
            {
                writer.WritePropertyName("current"u8);
                GraphJson.WriteRevision(writer, graph, head);
            },
        };
    }
}
