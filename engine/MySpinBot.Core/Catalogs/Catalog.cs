using System.Collections.Frozen;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Catalogs;

/// <summary>The node types that there are. Immutable: a plugin that comes or goes makes a new one.</summary>
public sealed class Catalog
{
    private readonly FrozenDictionary<string, CatalogEntry> _entries;

    /// <summary>Makes a catalog of these entries; of two with one name the first counts.</summary>
    public Catalog(IEnumerable<CatalogEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _entries = entries.DistinctBy(entry => entry.ClassType).ToFrozenDictionary(entry => entry.ClassType, StringComparer.Ordinal);
    }

    /// <summary>All entries, by name.</summary>
    public IEnumerable<CatalogEntry> Entries => _entries.Values.OrderBy(entry => entry.ClassType, StringComparer.Ordinal);

    /// <summary>The entry of this type, or null. A space behind the name counts for nothing: ComfyUI has a type that ends in one (<c>ConditioningAverage </c>).</summary>
    public CatalogEntry? Find(string classType)
    {
        ArgumentNullException.ThrowIfNull(classType);
        return _entries.GetValueOrDefault(classType) ?? _entries.GetValueOrDefault(classType.TrimEnd(' '));
    }
}

/// <summary>A node type and the plugin that it comes from.</summary>
public sealed class CatalogEntry
{
    /// <summary>Makes an entry.</summary>
    /// <param name="descriptor">What the node is.</param>
    /// <param name="plugin">Name of its plugin.</param>
    /// <param name="implementationId">Hash of node version, module ids of the plugin and of the sdk assemblies that it references, and build ids of natives.</param>
    public CatalogEntry(NodeDescriptor descriptor, string plugin, ContentId implementationId)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        (Descriptor, Plugin, ImplementationId) = (descriptor, plugin, implementationId);
        var name = System.Text.Encoding.UTF8.GetBytes($"{descriptor.ClassType}@{descriptor.Version}\n");
        Span<byte> bytes = new byte[name.Length + ContentId.Size];
        name.CopyTo(bytes);
        implementationId.CopyTo(bytes[name.Length..]);
        TypeId = ContentId.Of(bytes);
    }

    /// <summary>What the node is.</summary>
    public NodeDescriptor Descriptor { get; }

    /// <summary>Its type name.</summary>
    public string ClassType => Descriptor.ClassType;

    /// <summary>Name of its plugin.</summary>
    public string Plugin { get; }

    /// <summary>Identity of the code.</summary>
    public ContentId ImplementationId { get; }

    /// <summary>Hash of type, version and implementation: the head of every key.</summary>
    public ContentId TypeId { get; }
}
