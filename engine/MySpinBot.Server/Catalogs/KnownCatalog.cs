using System.Collections.Frozen;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Catalogs;

/// <summary>A catalog and how it is told. Immutable.</summary>
/// <param name="Catalog">For validation.</param>
/// <param name="Message">What the worker said.</param>
/// <param name="Etag">Changes when the catalog does: a strong entity tag, with its quotes.</param>
public sealed record KnownCatalog(Catalog Catalog, CatalogMessage Message, string Etag)
{
    private readonly FrozenSet<string> _needWorker = Message.Nodes.Where(NeedsWorker).Select(node => node.Descriptor.ClassType).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What reading ComfyUI's workflows has to know of it.</summary>
    public NodeInterfaces Interfaces { get; } = NodeInterfaces.Of(Catalog);

    /// <summary>Whether only the worker can say if a node's inputs are right: it has checks of its own, or takes files or secrets.</summary>
    public bool NeedsWorker(string classType) => _needWorker.Contains(classType);

    internal static KnownCatalog Of(CatalogMessage message, string etag)
        => new(new Catalog(message.Nodes.Select(node => new CatalogEntry(node.Descriptor, node.Plugin, node.ImplementationId))), message, etag);

    private static bool NeedsWorker(CatalogNode node)
    {
        if (node.HasChecks)
        {
            return true;
        }

        foreach (var input in node.Descriptor.Inputs)
        {
            if (input.IsSecret || input.Type.Split(',', StringSplitOptions.TrimEntries).Contains(SocketTypes.File))
            {
                return true;
            }
        }

        return false;
    }
}
