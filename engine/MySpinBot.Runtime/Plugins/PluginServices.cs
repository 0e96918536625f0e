using System.Collections.Concurrent;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>The services of one plugin: the host's, and its own, which are made when first asked for, live as long as the plugin is loaded,
/// and are disposed in the reverse order.</summary>
internal sealed class PluginServices : IPluginServices, IAsyncDisposable
{
    private readonly string _plugin;
    private readonly INodeLog _log;
    private readonly Dictionary<Type, ServiceRegistration> _registrations;
    private readonly ConcurrentDictionary<Type, object> _made = [];
    private readonly List<object> _order = [];
    private readonly List<Type> _making = [];

    // One lock for the plugin: a constructor asks for other services on the same thread, so a circle is seen and not waited for.
    private readonly Lock _lock = new();
    private bool _closed;

    public PluginServices(string plugin, JsonElement settings, PluginHost host, IEnumerable<ServiceRegistration> registrations)
    {
        (_plugin, _log) = (plugin, host.Log(plugin));
        _registrations = registrations.DistinctBy(registration => registration.Type).ToDictionary(registration => registration.Type);
        _made[typeof(IModelShelf)] = new ScopedModels(host.Models);
        _made[typeof(IWeightFiles)] = host.Weights;
        _made[typeof(IOutboundTargets)] = host.Targets;
        _made[typeof(PluginSettings)] = new PluginSettings(settings);
        _made[typeof(TimeProvider)] = host.Time;
        _made[typeof(IHostTools)] = host.Tools;
        _made[typeof(INodeLog)] = new ScopedLog(_log);
    }

    /// <inheritdoc/>
    public T Get<T>()
        where T : class
        => (T)Get(typeof(T));

    /// <summary>The service of this type.</summary>
    public object Get(Type type) => _made.TryGetValue(type, out var service) ? service : Make(type);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _closed = true;
        }

        for (var i = _order.Count - 1; i >= 0; i--)
        {
            await DisposeAsync(_order[i]);
        }

        _order.Clear();
        _made.Clear();
        _registrations.Clear();
    }

    private object Make(Type type)
    {
        lock (_lock)
        {
            if (_made.TryGetValue(type, out var service))
            {
                return service;
            }

            if (_closed || !_registrations.TryGetValue(type, out var registration))
            {
                throw new InvalidOperationException(Missing(type));
            }

            if (_making.Contains(type))
            {
                var circle = _making.SkipWhile(outer => outer != type).Append(type).Select(each => each.Name);
                throw new NodeFailure($"The services of plugin {_plugin} need each other in a circle: {string.Join(" → ", circle)}.");
            }

            _making.Add(type);
            try
            {
                service = Make(registration);
            }
            finally
            {
                _making.RemoveAt(_making.Count - 1);
            }

            _made[type] = service;
            _order.Add(service);
            return service;
        }
    }

    // Failures are not remembered: what was missing may have been put right by the next call.
    private object Make(ServiceRegistration registration)
    {
        try
        {
            return registration.Make(this) ?? throw new NodeFailure($"Plugin {_plugin} made nothing where {registration.Type.Name} was wanted.");
        }
        catch (Exception fault) when (fault is not (NodeFailure or OperationCanceledException))
        {
            throw new NodeFailure($"Plugin {_plugin} could not make its {registration.Type.Name}: {Faults.Sentence(fault)}", fault);
        }
    }

    private string Missing(Type type)
    {
        if (_closed)
        {
            return $"Plugin {_plugin} has been unloaded; its {type.Name} is gone.";
        }

        var asker = _making.Count > 0 ? $"{_making[^1].Name} of plugin {_plugin}" : $"Plugin {_plugin}";
        return $"{asker} asked for a {type.Name}, which is neither a service of the plugin (a class with [PluginService]) nor one of the host's "
            + "(IHostTools, IModelShelf, INodeLog, IOutboundTargets, IWeightFiles, PluginSettings, TimeProvider).";
    }

    // A service that fails to close must not keep the others from closing.
    private async ValueTask DisposeAsync(object service)
    {
        try
        {
            switch (service)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _log.Warn($"{service.GetType().Name} of plugin {_plugin} did not close: {Faults.Sentence(fault)}");
        }
    }
}
