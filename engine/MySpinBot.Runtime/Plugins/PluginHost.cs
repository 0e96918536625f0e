using System.Runtime.Loader;
using MySpinBot.Runtime.Running;
using MySpinBot.Runtime.Weights;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>What the host gives to its plugins.</summary>
public sealed record PluginHost
{
    /// <summary>Where copies of plugins are kept, by their content. Where it cannot be written, a temporary folder takes its place.</summary>
    public required string ShadowFolder { get; init; }

    /// <summary>Models and device memory.</summary>
    public required IModelShelf Models { get; init; }

    /// <summary>Files of weights, for what plugins ask outside of calls.</summary>
    public IWeightFiles Weights { get; init; } = HostWeights.None;

    /// <summary>Other servers that plugins may ask.</summary>
    public IOutboundTargets Targets { get; init; } = new HostTargets([]);

    /// <summary>Programs that are installed.</summary>
    public IHostTools Tools { get; init; } = new HostTools(Environment.GetEnvironmentVariable("PATH"));

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where messages of a plugin go that belong to no call, by the plugin's name.</summary>
    public required Func<string, INodeLog> Log { get; init; }

    /// <summary>How long a plugin may take to load.</summary>
    public TimeSpan LoadLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Lets go of what the host keeps of a plugin (models, live values), once its last call has ended and before it is unloaded.</summary>
    public Func<AssemblyLoadContext, ValueTask>? Unloading { get; init; }
}
