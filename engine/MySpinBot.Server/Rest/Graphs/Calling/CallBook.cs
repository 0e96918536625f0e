using MySpinBot.Core.Calling;
using MySpinBot.Core.Documents;
using MySpinBot.Server.Catalogs;
using MySpinBot.Storage.Graphs;

namespace MySpinBot.Server.Rest.Graphs.Calling;

/// <summary>A revision of a graph, ready to be called.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Document">Its document.</param>
/// <param name="Bytes">The document as it is handed on.</param>
/// <param name="Callable">What it is called with, and for.</param>
internal sealed record GraphCall(StoredGraph Graph, GraphRevision Revision, GraphDocument Document, ReadOnlyMemory<byte> Bytes, CallableGraph Callable);

/// <summary>The graphs that were called last, so that one that is called all the time is read once for each revision and catalog. Bounded in bytes; safe from any thread.</summary>
internal sealed class CallBook(GraphDesk desk)
{
    private const int MostKept = 128;

    // Of documents as they are kept; read, they are some times as large.
    private const long MostBytes = 8L << 20;

    private readonly Lock _gate = new();
    private readonly LinkedList<(Guid Graph, KnownCatalog Catalog, GraphCall Call)> _latest = [];
    private long _bytes;

    /// <summary>A revision of a graph.</summary>
    public GraphCall Of(StoredGraph graph, GraphRevision revision, KnownCatalog catalog)
    {
        lock (_gate)
        {
            for (var place = _latest.First; place is not null; place = place.Next)
            {
                if (place.Value.Graph == graph.Id && place.Value.Call.Revision.Number == revision.Number && ReferenceEquals(place.Value.Catalog.Catalog, catalog.Catalog))
                {
                    _latest.Remove(place);
                    _latest.AddFirst(place);
                    return place.Value.Call with { Graph = graph, Revision = revision };
                }
            }
        }

        var bytes = desk.Bytes(graph, revision.Number);
        var document = desk.Document(graph, revision.Number);
        var call = new GraphCall(graph, revision, document, bytes, CallableGraph.Of(document, catalog.Catalog));
        Keep(graph.Id, catalog, call);
        return call;
    }

    private void Keep(Guid graph, KnownCatalog catalog, GraphCall call)
    {
        lock (_gate)
        {
            _latest.AddFirst((graph, catalog, call));
            _bytes += call.Bytes.Length;
            while (_latest.Count > MostKept || _bytes > MostBytes)
            {
                _bytes -= _latest.Last!.Value.Call.Bytes.Length;
                _latest.RemoveLast();
            }
        }
    }
}
