using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Memory;

/// <summary>Decides who gets memory. It takes what happened and answers with what is to be done; it holds no task, no clock, no lock.
/// <list type="bullet">
/// <item>Nothing is loaded or reserved unless it fits; a model's bytes count from the decision to load it until it has been freed.</item>
/// <item>First come, first served on each device, with two exceptions. Who holds something already goes before who holds nothing: only so is
/// what is held ever let go. And a lease that costs nothing, because the model is there, passes those who wait, up to <see cref="MaxOvertaking"/> times.</item>
/// <item>A call that waits is taken to let nothing go until it is served. Where calls wait for each other in a circle, the youngest of their
/// requests is refused (see <see cref="Deadlocks"/>).</item>
/// </list></summary>
internal sealed partial class ShelfLedger
{
    /// <summary>How many leases of resident models may pass somebody who waits for room.</summary>
    public const int MaxOvertaking = 16;

    private readonly Dictionary<DeviceId, ShelfDevice> _devices;
    private readonly List<ShelfRequest> _queue = [];
    private readonly Dictionary<ShelfCaller, int> _holdings = [];
    private readonly EvictionOrder _order = new();
    private readonly List<ShelfCommand> _commands = [];
    private bool _moved;

    public ShelfLedger(IEnumerable<KeyValuePair<DeviceId, long>> budgets)
        => _devices = budgets.ToDictionary(pair => pair.Key, pair => new ShelfDevice(pair.Key, pair.Value));

    public IReadOnlyCollection<ShelfDevice> Devices => _devices.Values;

    /// <summary>Requests that are not served yet and wait for room.</summary>
    public IReadOnlyList<ShelfRequest> Queue => _queue;

    /// <summary>A device has been found.</summary>
    public IReadOnlyList<ShelfCommand> Find(DeviceId device, long budget)
    {
        _devices.TryAdd(device, new ShelfDevice(device, budget));
        return Advance();
    }

    /// <summary>Somebody asks.</summary>
    public IReadOnlyList<ShelfCommand> Ask(ShelfRequest request)
    {
        if (!_devices.TryGetValue(request.Device, out var device))
        {
            _commands.Add(new Refuse(request, ShelfSentences.NoDevice(request, _devices.Keys)));
        }
        else if (request.Bytes > device.Budget && (request.Key is null || !device.Models.ContainsKey(request.Key)))
        {
            _commands.Add(new Refuse(request, ShelfSentences.TooLarge(request, device)));
        }
        else
        {
            _queue.Add(request);
        }

        return Advance();
    }

    /// <summary>Somebody no longer waits. False where the request was served or refused before.</summary>
    public bool Cancel(ShelfRequest request, out IReadOnlyList<ShelfCommand> commands)
    {
        var left = _queue.Remove(request) || Leave(request);
        commands = left ? Advance() : [];
        return left;
    }

    /// <summary>What was granted is let go.</summary>
    public IReadOnlyList<ShelfCommand> Release(ShelfRequest request)
    {
        var device = _devices[request.Device];
        if (request.Key is null)
        {
            device.Reservations.Remove(request);
        }
        else if (device.Models.TryGetValue(request.Key, out var model))
        {
            model.Leases.Remove(request);
        }

        if (request.Caller is { } caller && --_holdings[caller] == 0)
        {
            _holdings.Remove(caller);
        }

        return Advance();
    }

    /// <summary>A model is there.</summary>
    /// <param name="slot">Which.</param>
    /// <param name="bytes">What it really takes.</param>
    /// <param name="seconds">How long loading took.</param>
    public IReadOnlyList<ShelfCommand> Loaded(ModelSlot slot, long bytes, double seconds)
    {
        var (device, model) = (_devices[slot.Device], _devices[slot.Device].Models[slot.Key]);
        (model.Bytes, model.State) = (bytes, ModelState.Resident);
        model.ReloadSeconds = model.Waiters.FirstOrDefault()?.ReloadSeconds ?? seconds;
        _order.Touch(model);
        if (device.Free < 0 && !MakeRoom(device, -device.Free, except: model))
        {
            foreach (var waiter in model.Waiters)
            {
                _commands.Add(new Refuse(waiter, ShelfSentences.LargerThanSaid(waiter, model, device)));
            }

            model.Waiters.Clear();
            Evict(model);
        }

        return Advance();
    }

    /// <summary>A model could not be loaded: all who wait for it hear why, but for those who joined after the load was told to stop.</summary>
    public IReadOnlyList<ShelfCommand> LoadFailed(ModelSlot slot, NodeFailure why)
    {
        _devices[slot.Device].Models.Remove(slot.Key, out var model);
        if (model!.State == ModelState.Stopping)
        {
            _queue.InsertRange(0, model.Waiters);
        }
        else
        {
            _commands.AddRange(model.Waiters.Select(waiter => new Refuse(waiter, why)));
        }

        return Advance();
    }

    /// <summary>A model has been freed.</summary>
    public IReadOnlyList<ShelfCommand> Evicted(ModelSlot slot)
    {
        _devices[slot.Device].Models.Remove(slot.Key);
        return Advance();
    }

    /// <summary>Frees a model that nobody uses. False where it is not there, in use, or pinned and that counts.</summary>
    public bool Unload(ModelSlot slot, bool evenPinned, out IReadOnlyList<ShelfCommand> commands)
    {
        var idle = _devices.TryGetValue(slot.Device, out var device) && device.Models.TryGetValue(slot.Key, out var model) && model.IsIdle && (evenPinned || !model.IsPinned) ? model : null;
        if (idle is not null)
        {
            Evict(idle);
        }

        commands = idle is null ? [] : Advance();
        return idle is not null;
    }
}
