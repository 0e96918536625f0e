using MySpinBot.Sdk;

namespace MySpinBot.Core.Messages.Working;

/// <summary>The node types and plugins that there are, as they travel and as the server remembers them from one start to the next.</summary>
/// <param name="Nodes">The node types, by name.</param>
/// <param name="Plugins">How each plugin of the list fared.</param>
/// <param name="Sources">The files it was read from: while none of them changes, it holds.</param>
public sealed record CatalogMessage(IReadOnlyList<CatalogNode> Nodes, IReadOnlyList<CatalogPlugin> Plugins, IReadOnlyList<CatalogSource> Sources);

/// <summary>A node type.</summary>
/// <param name="Descriptor">What it is.</param>
/// <param name="Plugin">Name of its plugin.</param>
/// <param name="ImplementationId">Identity of its code.</param>
/// <param name="HasChecks">Whether it has validation of its own or migrations, so that only the worker can say whether its inputs are right.</param>
public sealed record CatalogNode(NodeDescriptor Descriptor, string Plugin, ContentId ImplementationId, bool HasChecks);

/// <summary>A plugin.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>loaded</c>, <c>disabled</c>, <c>refused</c> or <c>unloaded</c>.</param>
/// <param name="Version">Version of its assembly.</param>
/// <param name="Problems">What is wrong, in sentences.</param>
public sealed record CatalogPlugin(string Name, string State, string? Version, IReadOnlyList<string> Problems);

/// <summary>A file that the catalog was read from.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Length">Its length; -1 where there is none.</param>
/// <param name="ChangedAt">When it was last written, in ticks (UTC).</param>
public sealed record CatalogSource(string Path, long Length, long ChangedAt);
