using System.Reflection;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>Finds the node pack of an assembly and reads it once, so that what a careless pack answers later does not matter.</summary>
internal static class PackReader
{
    /// <summary>Makes the pack.</summary>
    /// <exception cref="PluginRefusal">There is none, it cannot be made, or it says something impossible.</exception>
    public static INodePack Read(string plugin, Assembly assembly)
    {
        try
        {
            var type = assembly.GetCustomAttribute<NodePackAttribute>()?.PackType
                ?? throw new PluginRefusal($"Plugin {plugin} has no nodes: '{assembly.GetName().Name}' has no [assembly: NodePack]. Reference the MySpinBot.Sdk package and mark a public method with [Node].");
            return Activator.CreateInstance(type) is INodePack pack
                ? Checked(plugin, pack)
                : throw new PluginRefusal($"The node pack of plugin {plugin}, {type.FullName}, is not an INodePack.");
        }
        catch (Exception fault) when (fault is not (PluginRefusal or OutOfMemoryException))
        {
            throw new PluginRefusal($"Plugin {plugin} failed while it was loaded: {Faults.Sentence(fault)}");
        }
    }

    private static ReadPack Checked(string plugin, INodePack pack)
    {
        var host = typeof(INodePack).Assembly.GetName().Version!;
        if (pack.SdkVersion is { } built && (built.Major, built.Minor).CompareTo((host.Major, host.Minor)) > 0)
        {
            throw new PluginRefusal($"Plugin {plugin} was built against MySpinBot.Sdk {built}, which is newer than this host's {host.ToString(2)}: update MySpinBot, or take an older version of the plugin.");
        }

        var (nodes, sockets, services) = (pack.Nodes, pack.Sockets, pack.Services);
        if (nodes is null || sockets is null || services is null
            || nodes.Any(node => node is null || node.Descriptor is null || node.Invoke is null || string.IsNullOrWhiteSpace(node.Descriptor.ClassType))
            || sockets.Any(socket => socket is null) || services.Any(service => service?.Type is null || service.Make is null))
        {
            throw new PluginRefusal($"The node pack of plugin {plugin} has gaps: a list, a node, a socket or a service of it is null or has no name.");
        }

        return new ReadPack(pack.SdkVersion ?? host, [.. nodes], [.. sockets], [.. services]);
    }

    private sealed record ReadPack(
        Version SdkVersion,
        IReadOnlyList<NodeRegistration> Nodes,
        IReadOnlyList<SocketRegistration> Sockets,
        IReadOnlyList<ServiceRegistration> Services) : INodePack;
}
