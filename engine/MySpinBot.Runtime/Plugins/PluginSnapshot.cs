using System.Collections.Frozen;
using System.Collections.Immutable;
using MySpinBot.Core.Catalogs;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>All plugins as they stand at one moment. A change makes a new one.</summary>
internal sealed class PluginSnapshot
{
    private PluginSnapshot(ImmutableArray<PluginSlot> slots, ImmutableArray<PluginStatus> statuses, FrozenDictionary<string, (LoadedPlugin, NodeRegistration)> nodes, Catalog catalog, ImmutableArray<SocketRegistration> sockets)
        => (Slots, Statuses, Nodes, Catalog, Sockets) = (slots, statuses, nodes, catalog, sockets);

    /// <summary>The plugins in the order of the list.</summary>
    public ImmutableArray<PluginSlot> Slots { get; }

    /// <summary>How each of them fared.</summary>
    public ImmutableArray<PluginStatus> Statuses { get; }

    /// <summary>Whose node each type is.</summary>
    public FrozenDictionary<string, (LoadedPlugin Plugin, NodeRegistration Node)> Nodes { get; }

    /// <summary>The node types.</summary>
    public Catalog Catalog { get; }

    /// <summary>The socket types of the plugins' own.</summary>
    public ImmutableArray<SocketRegistration> Sockets { get; }

    /// <summary>Puts plugins together. Where two offer one node or socket type, the first of the list has it and the other says so in its status.</summary>
    public static PluginSnapshot Of(ImmutableArray<PluginSlot> slots)
    {
        var nodes = new Dictionary<string, (LoadedPlugin Plugin, NodeRegistration Node)>(StringComparer.Ordinal);
        var sockets = new Dictionary<string, (string Plugin, SocketRegistration Socket)>(StringComparer.Ordinal);
        var entries = new List<CatalogEntry>();
        var statuses = ImmutableArray.CreateBuilder<PluginStatus>(slots.Length);
        foreach (var (_, status, plugin) in slots)
        {
            statuses.Add(plugin is null ? status : Add(status, plugin));
        }

        return new PluginSnapshot(slots, statuses.MoveToImmutable(), nodes.ToFrozenDictionary(StringComparer.Ordinal), new Catalog(entries), [.. sockets.Values.Select(pair => pair.Socket)]);

        PluginStatus Add(PluginStatus status, LoadedPlugin plugin)
        {
            var (problems, mine) = (status.Problems.ToBuilder(), ImmutableArray.CreateBuilder<string>());
            foreach (var node in plugin.Pack.Nodes)
            {
                var type = node.Descriptor.ClassType;
                if (nodes.TryAdd(type, (plugin, node)))
                {
                    entries.Add(new CatalogEntry(node.Descriptor, status.Name, plugin.Ids.Of(node.Descriptor)));
                    mine.Add(type);
                }
                else
                {
                    problems.Add($"The node type {type} of plugin {status.Name} is left out: plugin {nodes[type].Plugin.Entry.Name} has one of that name already.");
                }
            }

            foreach (var socket in plugin.Pack.Sockets)
            {
                if (!sockets.TryAdd(socket.Name, (status.Name, socket)) && sockets[socket.Name].Socket.Type != socket.Type)
                {
                    problems.Add($"The socket type {socket.Name} of plugin {status.Name} is not that of plugin {sockets[socket.Name].Plugin}: give it another name, "
                        + "or put both on one contract assembly that \"shared\" in the plugin list names.");
                }
            }

            return status with { Problems = problems.ToImmutable(), Nodes = mine.ToImmutable() };
        }
    }
}

/// <summary>A plugin's place in the list.</summary>
/// <param name="Entry">What the list says of it.</param>
/// <param name="Status">How it fared.</param>
/// <param name="Plugin">The plugin; null where it is not loaded.</param>
internal readonly record struct PluginSlot(PluginEntry Entry, PluginStatus Status, LoadedPlugin? Plugin);
