namespace MySpinBot.Runtime.Plugins;

/// <summary>A capability that a plugin offers.</summary>
/// <param name="Plugin">Name of the plugin.</param>
/// <param name="Name">Name within the plugin.</param>
public readonly record struct CapabilityOffer(string Plugin, string Name);

/// <summary>A capability in use. Its plugin stays loaded until this is disposed.</summary>
/// <typeparam name="T">The capability's interface.</typeparam>
public sealed class CapabilityActivation<T> : IDisposable
    where T : class
{
    private readonly LoadedPlugin _plugin;
    private T? _instance;

    internal CapabilityActivation(LoadedPlugin plugin, T instance) => (_plugin, _instance) = (plugin, instance);

    /// <summary>The capability.</summary>
    /// <exception cref="ObjectDisposedException">It is no longer in use.</exception>
    public T Instance => _instance ?? throw new ObjectDisposedException(nameof(CapabilityActivation<>));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _instance, null) is not null)
        {
            _plugin.Exit();
        }
    }
}
