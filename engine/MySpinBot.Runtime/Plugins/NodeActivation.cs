using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>A node that can be called. Its plugin stays loaded until this is disposed, whatever happens to the list meanwhile.</summary>
public sealed class NodeActivation : IDisposable
{
    private readonly LoadedPlugin _plugin;
    private NodeRegistration? _registration;

    internal NodeActivation(LoadedPlugin plugin, NodeRegistration registration) => (_plugin, _registration) = (plugin, registration);

    /// <summary>Name of the plugin.</summary>
    public string Plugin => _plugin.Entry.Name;

    /// <summary>How the node is called.</summary>
    /// <exception cref="ObjectDisposedException">The call has ended.</exception>
    public NodeRegistration Registration => _registration ?? throw new ObjectDisposedException(nameof(NodeActivation));

    /// <summary>Where the node gets its constructor arguments.</summary>
    public IPluginServices Services => _plugin.Services;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _registration, null) is not null)
        {
            _plugin.Exit();
        }
    }
}
