using System.Collections.Immutable;
using MySpinBot.Core.Catalogs;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>The plugins of a host. They come and go while calls run: a call keeps the plugin that it began with, new calls get the new one,
/// and the old one is let go when its last call has ended.</summary>
public sealed class PluginSet : IAsyncDisposable
{
    private readonly PluginLoader _loader;
    private readonly ShadowFolders _copies;
    private readonly SemaphoreSlim _changing = new(1);
    private volatile PluginSnapshot _now;
    private ImmutableArray<Task> _closing = [];

    private PluginSet(PluginLoader loader, ShadowFolders copies, PluginSnapshot snapshot, ImmutableArray<string> problems)
        => (_loader, _copies, _now, Problems) = (loader, copies, snapshot, problems);

    /// <summary>Raised after plugins came or went, with the name of the one that did: take the new <see cref="Catalog"/> and <see cref="Sockets"/>,
    /// and drop live values of the old one's types.</summary>
    public event Action<string>? Changed;

    /// <summary>What is wrong with the plugin list as a whole, in sentences.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>How each plugin of the list fared, in its order.</summary>
    public IReadOnlyList<PluginStatus> Plugins => _now.Statuses;

    /// <summary>The node types that there are now.</summary>
    public Catalog Catalog => _now.Catalog;

    /// <summary>The plugins' own socket types.</summary>
    public IReadOnlyList<SocketRegistration> Sockets => _now.Sockets;

    /// <summary>Loads what a plugin list names, side by side. A plugin that cannot be loaded is reported in its status; the others go on.</summary>
    public static async Task<PluginSet> LoadAsync(string pluginsFile, PluginHost host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pluginsFile);
        ArgumentNullException.ThrowIfNull(host);
        var manifest = PluginManifestReader.Read(pluginsFile);
        var copies = new ShadowFolders(host.ShadowFolder);
        var (shared, problems) = ContractAssemblies.Load(manifest, copies);
        var loader = new PluginLoader(host, shared, copies);
        var loaded = await Task.WhenAll(manifest.Plugins.Select(entry => loader.LoadAsync(entry, cancellation)));
        var slots = loaded.Select(pair => new PluginSlot(pair.Entry, pair.Status, pair.Plugin)).ToImmutableArray();
        return new PluginSet(loader, copies, PluginSnapshot.Of(slots), [.. manifest.Problems, .. problems]);
    }

    /// <summary>Begins a call of a node: dispose what is returned when the call has ended. Null where no plugin offers the type.</summary>
    public NodeActivation? Activate(string classType)
    {
        while (_now.Nodes.TryGetValue(classType, out var found))
        {
            if (found.Plugin.TryEnter())
            {
                return new NodeActivation(found.Plugin, found.Node);
            }
        }

        return null;
    }

    /// <summary>Whether nodes of this type have a fingerprint method.</summary>
    internal bool HasFingerprint(string classType) => _now.Nodes.TryGetValue(classType, out var found) && found.Node.Fingerprint is not null;

    /// <summary>Whether nodes of this type look at their inputs with code of their own: a validate method or migrations.</summary>
    internal bool HasChecks(string classType) => _now.Nodes.TryGetValue(classType, out var found) && (found.Node.Validate is not null || found.Node.Migrations.Count > 0);

    /// <summary>Who offers a capability.</summary>
    /// <typeparam name="T">Its interface.</typeparam>
    public IReadOnlyList<CapabilityOffer> Capabilities<T>()
        where T : class
        => [.. from slot in _now.Slots
               from offer in slot.Plugin?.OffersOf(typeof(T)) ?? []
               select offer];

    /// <summary>Begins to use a capability: dispose what is returned afterwards. Null where it is not offered.</summary>
    /// <exception cref="NodeFailure">The plugin could not make it.</exception>
    public CapabilityActivation<T>? Activate<T>(CapabilityOffer offer)
        where T : class
    {
        var plugin = _now.Slots.FirstOrDefault(slot => slot.Status.Name == offer.Plugin).Plugin;
        if (plugin is null || !plugin.TryEnter())
        {
            return null;
        }

        try
        {
            if (plugin.Pack.Services.FirstOrDefault(service => service.CapabilityName == offer.Name && service.Type.IsAssignableTo(typeof(T))) is { } service)
            {
                return new CapabilityActivation<T>(plugin, (T)plugin.Services.Get(service.Type));
            }
        }
        catch
        {
            plugin.Exit();
            throw;
        }

        plugin.Exit();
        return null;
    }

    /// <summary>Takes a plugin off the list. The task ends when its last call has ended and its code has been let go.</summary>
    /// <exception cref="ArgumentException">No plugin of that name is loaded.</exception>
    public async Task UnloadAsync(string name, CancellationToken cancellation)
    {
        Task closing;
        await _changing.WaitAsync(cancellation);
        try
        {
            var index = IndexOf(name);
            var old = _now.Slots[index].Plugin ?? throw new ArgumentException($"Plugin {name} is not loaded.", nameof(name));
            _now = PluginSnapshot.Of(_now.Slots.SetItem(index, new PluginSlot(old.Entry, old.Status with { State = PluginState.Unloaded, Nodes = [] }, null)));
            closing = Retire(old);
        }
        finally
        {
            _changing.Release();
        }

        Changed?.Invoke(name);
        await closing.WaitAsync(cancellation);
    }

    /// <summary>Puts another build in the place of a plugin, or loads one that was not loaded. If the new one is refused, the old one stays and its
    /// status is what is returned. Calls that run keep the old code, which is let go after the last of them.</summary>
    /// <exception cref="ArgumentException">No plugin of that name is on the list.</exception>
    /// <param name="name">Name of the plugin on the list.</param>
    /// <param name="assemblyPath">The new assembly.</param>
    /// <param name="pin">SHA-256 that it must have; null for any.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<PluginStatus> ReplaceAsync(string name, string assemblyPath, ContentId? pin, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(assemblyPath);
        PluginStatus status;
        await _changing.WaitAsync(cancellation);
        try
        {
            var index = IndexOf(name);
            var slot = _now.Slots[index];
            var entry = slot.Entry with { AssemblyPath = Path.GetFullPath(assemblyPath), Pin = pin, Enabled = true, Problems = [] };
            (_, status, var plugin) = await _loader.LoadAsync(entry, cancellation);
            if (plugin is null)
            {
                return status;
            }

            _now = PluginSnapshot.Of(_now.Slots.SetItem(index, new PluginSlot(entry, status, plugin)));
            if (slot.Plugin is not null)
            {
                _ = Retire(slot.Plugin);
            }

            status = _now.Statuses[index];
        }
        finally
        {
            _changing.Release();
        }

        Changed?.Invoke(name);
        return status;
    }

    /// <summary>Unloads all, waiting for the calls that run.</summary>
    public async ValueTask DisposeAsync()
    {
        await _changing.WaitAsync();
        var slots = _now.Slots;
        _now = PluginSnapshot.Of([]);
        foreach (var slot in slots)
        {
            if (slot.Plugin is not null)
            {
                _ = Retire(slot.Plugin);
            }
        }

        await Task.WhenAll(_closing);
        _copies.Dispose();
        _changing.Dispose();
    }

    private Task Retire(LoadedPlugin plugin)
    {
        var closing = plugin.RetireAsync();
        _closing = [.. _closing.Where(task => !task.IsCompletedSuccessfully), closing];
        return closing;
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < _now.Slots.Length; i++)
        {
            if (_now.Slots[i].Status.Name == name)
            {
                return i;
            }
        }

        throw new ArgumentException($"The plugin list has no plugin {name}.", nameof(name));
    }
}
