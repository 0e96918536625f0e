using System.Runtime.Loader;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;
using DeviceLedger = MySpinBot.Sdk.DeviceLedger;

namespace MySpinBot.Runtime.Memory;

/// <summary>Does what <see cref="ShelfLedger"/> decides: loads and frees models, wakes those who wait. Models are plain objects here.</summary>
internal sealed class ShelfKeeper(IEnumerable<KeyValuePair<DeviceId, long>> budgets, TimeProvider time)
{
    private readonly ShelfLedger _ledger = new(budgets);
    private readonly Lock _lock = new();
    private readonly Dictionary<ShelfRequest, Ticket> _tickets = [];
    private readonly Dictionary<ModelSlot, Shelved> _models = [];
    private readonly Dictionary<ModelSlot, Task> _work = [];

    public event Action<DeviceLedger>? Changed;

    public event Action<string, Exception>? EvictionFailed;

    public IReadOnlyList<DeviceLedger> Ledgers
    {
        get
        {
            lock (_lock)
            {
                return [.. _ledger.Devices.Select(device => device.ToLedger())];
            }
        }
    }

    /// <summary>A device has been found.</summary>
    public void Find(DeviceId device, long budget) => Tell(device, () => _ledger.Find(device, budget));

    /// <summary>What holds how much on every device: models, and working memory by what it is for.</summary>
    public IReadOnlyList<Core.Messages.Working.DeviceLedger> Describe()
    {
        lock (_lock)
        {
            return [.. _ledger.Devices.OrderBy(device => device.Id.ToString(), StringComparer.Ordinal).Select(device => device.Describe(slot => _models.GetValueOrDefault(slot)?.LastUsed))];
        }
    }

    /// <summary>Waits until the request is granted; gives the model, or null for working memory.</summary>
    public async Task<object?> ServeAsync(Ticket ticket, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Tell(ticket.Request.Device, () =>
        {
            _tickets.Add(ticket.Request, ticket);
            return _ledger.Ask(ticket.Request);
        });

        // Whoever comes first under the lock wins: a request that was granted is not cancelled any more, so no bytes are lost between the two.
        await using (cancellation.Register(() => Cancel(ticket, cancellation)))
        {
            return await ticket.Served.Task;
        }
    }

    public void Release(ShelfRequest request) => Tell(request.Device, () =>
    {
        Use(request);
        return _ledger.Release(request);
    });

    /// <summary>Keeps models or lets them go; ends when those that went are gone.</summary>
    public async Task<IReadOnlyList<KeptModel>> KeepAsync(KeepModel what)
    {
        IReadOnlyList<KeptModel> kept = [];
        Tell(DeviceId.Cpu, () =>
        {
            var commands = _ledger.Keep(what, out var fates);
            kept = fates;
            return commands;
        });
        foreach (var device in kept.Select(model => model.Device).Distinct(StringComparer.Ordinal).Where(device => device != DeviceId.Cpu.ToString()))
        {
            Tell(new DeviceId(device), () => []);
        }

        await WorkAsync([.. kept.Where(model => model.Fate == ModelFate.Unloaded).Select(model => new ModelSlot(new DeviceId(model.Device), model.Key))]);
        return kept;
    }

    /// <summary>Frees a model that nobody uses. False where it is not there, in use, or pinned and that counts.</summary>
    public async ValueTask<bool> UnloadAsync(ModelSlot slot, bool evenPinned)
    {
        Task? work = null;
        var unloaded = false;
        Tell(slot.Device, () =>
        {
            unloaded = _ledger.Unload(slot, evenPinned, out var commands);
            return commands;
        });
        lock (_lock)
        {
            work = _work.GetValueOrDefault(slot);
        }

        if (unloaded && work is not null)
        {
            await work;
        }

        return unloaded;
    }

    /// <summary>The models that are there or being loaded, all or those that code of a context made.</summary>
    public IReadOnlyList<ModelSlot> Slots(AssemblyLoadContext? context)
    {
        lock (_lock)
        {
            return [.. _models.Where(pair => context is null || pair.Value.IsFrom(context)).Select(pair => pair.Key)];
        }
    }

    /// <summary>Waits for the loads and evictions that run now.</summary>
    public Task WorkAsync(IReadOnlyList<ModelSlot> slots)
    {
        lock (_lock)
        {
            return Task.WhenAll(slots.Select(slot => _work.GetValueOrDefault(slot) ?? Task.CompletedTask));
        }
    }

    private void Cancel(Ticket ticket, CancellationToken cancellation)
        => Tell(ticket.Request.Device, () =>
        {
            if (_ledger.Cancel(ticket.Request, out var commands))
            {
                _tickets.Remove(ticket.Request);
                ticket.Served.TrySetCanceled(cancellation);
            }

            return commands;
        });

    private void Tell(DeviceId device, Func<IReadOnlyList<ShelfCommand>> signal)
    {
        DeviceLedger? now;
        lock (_lock)
        {
            foreach (var command in signal())
            {
                Carry(command);
            }

            now = _ledger.Devices.FirstOrDefault(each => each.Id == device)?.ToLedger();
        }

        if (now is not null)
        {
            Changed?.Invoke(now);
        }
    }

    // Runs under the lock: everything here only starts or ends tasks.
    private void Carry(ShelfCommand command)
    {
        switch (command)
        {
            case LoadModel { Request: var request }:
                var ticket = _tickets[request];
                var shelved = new Shelved(request.Title, ticket.Author!);
                _models[request.Slot] = shelved;
                _work[request.Slot] = Task.Run(() => LoadAsync(request.Slot, shelved, ticket.Load!));
                break;
            case StopLoading { Slot: var slot }:
                _models[slot].Stop();
                break;
            case EvictModel { Slot: var slot }:
                var victim = _models[slot];
                _work[slot] = Task.Run(() => EvictAsync(slot, victim));
                break;
            case Grant { Request: var request }:
                _tickets.Remove(request, out var granted);
                Use(request);
                granted!.Served.SetResult(request.Key is null ? null : _models[request.Slot].Model);
                break;
            case Refuse { Request: var request, Why: var why }:
                // One exception a waiter: a shared one would gather their stacks.
                _tickets.Remove(request, out var refused);
                refused!.Served.SetException(new NodeFailure(why.Message, why.InnerException));
                break;
        }
    }

    private void Use(ShelfRequest request)
    {
        if (request.Key is not null && _models.TryGetValue(request.Slot, out var used))
        {
            used.LastUsed = time.GetUtcNow();
        }
    }

    private async Task LoadAsync(ModelSlot slot, Shelved shelved, Func<CancellationToken, Task<LoadedModel>> load)
    {
        var start = time.GetTimestamp();
        try
        {
            var loaded = await load(shelved.Stopped);
            var seconds = time.GetElapsedTime(start).TotalSeconds;
            Tell(slot.Device, () =>
            {
                shelved.Set(loaded.Model, loaded.Evict);
                return _ledger.Loaded(slot, loaded.Bytes, seconds);
            });
        }
        catch (Exception fault) when (shelved.Model is null)
        {
            // Any fault of the author's code reaches those who wait, and must not leave the bytes counted.
            Tell(slot.Device, () =>
            {
                _models.Remove(slot);
                _work.Remove(slot);
                return _ledger.LoadFailed(slot, ShelfSentences.NotLoaded(shelved.Title, fault));
            });
        }
    }

    private async Task EvictAsync(ModelSlot slot, Shelved shelved)
    {
        try
        {
            await (shelved.TakeEviction()?.Invoke() ?? ValueTask.CompletedTask);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            EvictionFailed?.Invoke(shelved.Title, fault);
        }

        shelved.Dispose();
        Tell(slot.Device, () =>
        {
            _models.Remove(slot);
            _work.Remove(slot);
            return _ledger.Evicted(slot);
        });
    }
}
