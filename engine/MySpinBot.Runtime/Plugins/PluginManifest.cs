using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>What <c>plugins.json</c> says.</summary>
/// <param name="Plugins">The plugins, in order: of two that offer one node type the first counts.</param>
/// <param name="Shared">Absolute paths of contract assemblies, or bare names, that all plugins get the same instance of.</param>
/// <param name="Problems">What is wrong with the file as a whole, in sentences.</param>
internal sealed record PluginManifest(ImmutableArray<PluginEntry> Plugins, ImmutableArray<string> Shared, ImmutableArray<string> Problems);

/// <summary>One plugin of the list.</summary>
internal sealed record PluginEntry
{
    /// <summary>Name in statuses and in the catalog, unique in the list.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the assembly; empty where the entry does not say it.</summary>
    public required string AssemblyPath { get; init; }

    /// <summary>Whether it is to be loaded.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>SHA-256 that the assembly's bytes must have; null for any.</summary>
    public ContentId? Pin { get; init; }

    /// <summary>A JSON object for the plugin.</summary>
    public JsonElement Settings { get; init; } = JsonElement.Parse("{}");

    /// <summary>What is wrong with the entry; one that has problems is not loaded, lest a misspelt pin pass for none.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
