using System.Collections.Concurrent;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents.Comfy.Describing;

namespace MySpinBot.Core.Documents.Comfy;

/// <summary>What a reader of ComfyUI's workflows has to know of node types: their inputs in the order in which its front end makes widgets of them, and the types of their outputs. Immutable.</summary>
public sealed class NodeInterfaces
{
    private readonly Func<string, NodeInterface?> _find;
    private readonly Lazy<Catalog> _catalog;
    private readonly ConcurrentDictionary<string, NodeInterface> _known = new(StringComparer.Ordinal);

    private NodeInterfaces(Func<string, NodeInterface?> find, Func<Catalog> catalog) => (_find, _catalog) = (find, new Lazy<Catalog>(catalog));

    /// <summary>None at all: every type is unknown.</summary>
    public static NodeInterfaces None { get; } = new(_ => null, () => new Catalog([]));

    /// <summary>The types as a catalog that can be validated and exported with, though nothing of them can be run.</summary>
    public Catalog Catalog => _catalog.Value;

    /// <summary>Of the nodes that there are. Costs nothing until a document asks for one of them.</summary>
    public static NodeInterfaces Of(Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new NodeInterfaces(type => catalog.Find(type) is { } entry ? CatalogInterface.Of(entry.Descriptor) : null, () => catalog);
    }

    /// <summary>Of the nodes that a ComfyUI has: the answer of its route <c>/object_info</c>, UTF-8 JSON.</summary>
    /// <exception cref="FormatException">It is not one; the message says what is wrong.</exception>
    public static NodeInterfaces OfObjectInfo(ReadOnlyMemory<byte> utf8)
    {
        var types = ObjectInfoReading.Read(utf8);
        return new NodeInterfaces(types.GetValueOrDefault, () => new Catalog(types.Values.Select(type => new CatalogEntry(type.Descriptor, "ComfyUI", default))));
    }

    /// <summary>These, and for types that are not among them those of another.</summary>
    public NodeInterfaces Or(NodeInterfaces other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new NodeInterfaces(type => Find(type) ?? other.Find(type), () => new Catalog(Catalog.Entries.Concat(other.Catalog.Entries)));
    }

    /// <summary>The type of this name; null where it is not known.</summary>
    internal NodeInterface? Find(string classType)
    {
        if (_known.TryGetValue(classType, out var known))
        {
            return known;
        }

        return _find(classType) is { } found ? _known.GetOrAdd(classType, found) : null;
    }
}
