using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>How a plugin of the list fared.</summary>
public sealed record PluginStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where its assembly lies.</summary>
    public required string AssemblyPath { get; init; }

    /// <summary>Whether it is there.</summary>
    public required PluginState State { get; init; }

    /// <summary>What is wrong, in whole sentences: why it was refused, or, for a loaded one, which of its nodes were.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>Types of the nodes that the catalog has from it.</summary>
    public ImmutableArray<string> Nodes { get; init; } = [];

    /// <summary>Version of its assembly; null where that was not read.</summary>
    public Version? Version { get; init; }

    /// <summary>Whether it was built against MySpinBot.Imaging, so that libvips may have a part in its results.</summary>
    public bool UsesImaging { get; init; }

    /// <summary>The natives of the host that its code computes with.</summary>
    internal IReadOnlyList<HostNative> Natives { get; init; } = [];

    /// <summary>Hash of its files; none where they were not read.</summary>
    public ContentId Content { get; init; }
}

/// <summary>Whether a plugin is there.</summary>
public enum PluginState
{
    /// <summary>Its nodes can be used.</summary>
    Loaded,

    /// <summary>The list says that it is not to be loaded.</summary>
    Disabled,

    /// <summary>It could not be loaded; the problems say why.</summary>
    Refused,

    /// <summary>It was loaded and has been unloaded.</summary>
    Unloaded,
}
