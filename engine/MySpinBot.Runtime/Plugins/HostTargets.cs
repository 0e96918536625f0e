using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>The servers of the host's configuration, as plugins see them.</summary>
internal sealed class HostTargets(IReadOnlyList<OutboundTarget> all) : IOutboundTargets
{
    public IReadOnlyList<OutboundTarget> All { get; } = all;
}
