using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Catalogs;

/// <summary>The catalog as the server knows it: what the worker said last, or, before it says anything, what it said when the server ran before, while none of the plugins' files has changed since.</summary>
public sealed class CatalogBook
{
    /// <summary>A book that is kept in a folder.</summary>
    public CatalogBook(ServerOptions options) => _ = options;

    /// <summary>What is known now; null until a worker has said it for the first time.</summary>
    public KnownCatalog? Current => throw new NotSupportedException();

    /// <summary>What is known, as soon as anything is.</summary>
    /// <exception cref="ServerRefusal">No worker has said anything for a while.</exception>
    public ValueTask<KnownCatalog> WhenKnownAsync(CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Takes note of what a worker says, and remembers it for the next start.</summary>
    internal void Take(CatalogMessage told) => throw new NotSupportedException();
}

/// <summary>A catalog and how it is told. Immutable.</summary>
/// <param name="Catalog">For validation.</param>
/// <param name="Message">What the worker said.</param>
/// <param name="Etag">Changes when the catalog does: a strong entity tag, with its quotes.</param>
public sealed record KnownCatalog(Catalog Catalog, CatalogMessage Message, string Etag)
{
    /// <summary>Whether only the worker can say if a node's inputs are right: it has checks of its own, or takes files or secrets.</summary>
    public bool NeedsWorker(string classType) => throw new NotSupportedException();
}
