using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>A plugin whose code is loaded. It stays for as long as it is on the list or one of its calls runs.</summary>
internal sealed class LoadedPlugin(PluginEntry entry, PluginStatus status, PluginLoadContext context, INodePack pack, ImplementationIds ids, PluginServices services, PluginHost host)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private INodePack? _pack = pack;
    private PluginLoadContext? _context = context;
    private int _calls;
    private bool _retired;
    private Task? _closing;

    public PluginEntry Entry { get; } = entry;

    public PluginStatus Status { get; } = status;

    public ImplementationIds Ids { get; } = ids;

    public PluginServices Services { get; } = services;

    public INodePack Pack => _pack ?? throw new InvalidOperationException($"Plugin {Entry.Name} has been unloaded.");

    /// <summary>Holds it for a call; false once it has been taken off the list.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            _calls += _retired ? 0 : 1;
            return !_retired;
        }
    }

    /// <summary>A call has ended.</summary>
    public void Exit()
    {
        lock (_lock)
        {
            _calls--;
            EndIfIdle();
        }
    }

    /// <summary>Its capabilities of a kind; none once it is gone.</summary>
    public IEnumerable<CapabilityOffer> OffersOf(Type kind)
        => from service in _pack?.Services ?? []
           let name = service.CapabilityName
           where name is not null && service.Type.IsAssignableTo(kind)
           select new CapabilityOffer(Entry.Name, name);

    /// <summary>Takes it off the list. The task ends when its last call has ended, its services are disposed and its code is let go.</summary>
    public Task RetireAsync()
    {
        lock (_lock)
        {
            _retired = true;
            EndIfIdle();
            return _closing ??= CloseAsync();
        }
    }

    private void EndIfIdle()
    {
        if (_retired && _calls == 0)
        {
            _idle.TrySetResult();
        }
    }

    private async Task CloseAsync()
    {
        await _idle.Task.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using (CallScope.Enter(host.Log(Entry.Name)))
        {
            await Services.DisposeAsync();
        }

        if (host.Unloading is { } letGo)
        {
            await letGo(_context!);
        }

        _pack = null;
        _context!.Unload();
        _context = null;
    }
}
