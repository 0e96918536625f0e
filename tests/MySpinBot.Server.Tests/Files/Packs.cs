using System.Reflection;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Tests.Files;

/// <summary>What plugins bring, without loading them as a worker does.</summary>
internal static class Packs
{
    /// <summary>The nodes of a plugin.</summary>
    public static IEnumerable<CatalogNode> Nodes(string assembly)
    {
        var type = Assembly.Load(assembly).GetCustomAttribute<NodePackAttribute>()!.PackType;
        return ((INodePack)Activator.CreateInstance(type)!).Nodes.Select(node => new CatalogNode(node.Descriptor, assembly, default, node.Validate is not null));
    }
}
