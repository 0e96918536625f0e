using System.Diagnostics.CodeAnalysis;

namespace MySpinBot.Runtime.Memory;

/// <content>Who is served next, and what is evicted for it: run after everything that happens, until nothing moves any more.</content>
internal sealed partial class ShelfLedger
{
    private List<ShelfCommand> Advance()
    {
        do
        {
            _moved = false;
            foreach (var device in _devices.Values)
            {
                Settle(device);
                Serve(device);
            }
        }
        while (_moved || BreakDeadlock());

        List<ShelfCommand> commands = [.. _commands];
        _commands.Clear();
        return commands;
    }

    // A model that turned out larger than was said is handed out only when everything fits again.
    private void Settle(ShelfDevice device)
    {
        foreach (var model in device.Models.Values.Where(model => model.State == ModelState.Resident && model.Waiters.Count > 0))
        {
            if (device.Free >= 0)
            {
                model.Waiters.ForEach(waiter => Lease(model, waiter));
                model.Waiters.Clear();
            }
        }

        foreach (var model in device.Models.Values.Where(model => model.GoesWhenFree && model.IsIdle))
        {
            Evict(model);
        }
    }

    private void Serve(ShelfDevice device)
    {
        var waiting = _queue.Where(request => request.Device == device.Id).ToList();
        ShelfRequest? first = null;
        foreach (var request in waiting.Where(IsHolder))
        {
            first = TryAdmit(device, request) ? first : first ?? request;
        }

        foreach (var request in waiting.Where(request => _queue.Contains(request) && !IsHolder(request)).ToList())
        {
            if (first is null)
            {
                first = TryAdmit(device, request) ? null : request;
            }
            else if (first.Overtaken < MaxOvertaking && IsThere(device, request, out _))
            {
                first.Overtaken++;
                TryAdmit(device, request);
            }
        }
    }

    private bool TryAdmit(ShelfDevice device, ShelfRequest request)
    {
        if (IsThere(device, request, out var model))
        {
            Dequeue(request);
            Join(device, model, request);
            return true;
        }

        // A model that is being freed must be gone before it is loaded again.
        if (request.Key is not null && device.Models.ContainsKey(request.Key))
        {
            return false;
        }

        if (request.Bytes > device.Budget)
        {
            Dequeue(request);
            _commands.Add(new Refuse(request, ShelfSentences.TooLarge(request, device)));
            return true;
        }

        if (request.Bytes > device.Budget - device.Pinned)
        {
            Dequeue(request);
            _commands.Add(new Refuse(request, ShelfSentences.PinnedAway(request, device)));
            return true;
        }

        if (request.Bytes > device.Free)
        {
            MakeRoom(device, request.Bytes - device.Free, except: null);
            return false;
        }

        Dequeue(request);
        if (request.Key is null)
        {
            device.Reservations.Add(request);
            Hold(request);
        }
        else
        {
            var loading = new ShelfModel(request.Slot, request.Title, request.Bytes);
            device.Models.Add(request.Key, loading);
            loading.Waiters.Add(request);
            _commands.Add(new LoadModel(request));
        }

        return true;
    }

    private void Dequeue(ShelfRequest request)
    {
        _queue.Remove(request);
        _moved = true;
    }

    private void Join(ShelfDevice device, ShelfModel model, ShelfRequest request)
    {
        if (model.State == ModelState.Resident && device.Free >= 0)
        {
            Lease(model, request);
        }
        else
        {
            model.Waiters.Add(request);
        }
    }

    private void Lease(ShelfModel model, ShelfRequest request)
    {
        model.Leases.Add(request);
        _order.Touch(model);
        Hold(request);
    }

    private void Hold(ShelfRequest request)
    {
        if (request.Caller is { } caller)
        {
            _holdings[caller] = _holdings.GetValueOrDefault(caller) + 1;
        }

        _commands.Add(new Grant(request));
    }

    private bool Leave(ShelfRequest request)
    {
        if (request.Key is null || !_devices.TryGetValue(request.Device, out var device)
            || !device.Models.TryGetValue(request.Key, out var model) || !model.Waiters.Remove(request))
        {
            return false;
        }

        if (model is { State: ModelState.Loading, Waiters.Count: 0 })
        {
            model.State = ModelState.Stopping;
            _commands.Add(new StopLoading(model.Slot));
        }

        return true;
    }

    // Evicts only where that is sure to help; what is being freed already counts as room to come.
    private bool MakeRoom(ShelfDevice device, long bytes, ShelfModel? except)
    {
        var shortage = bytes - device.Evicting;
        if (shortage <= 0)
        {
            return true;
        }

        var victims = _order.Choose(device.Models.Values.Where(model => model.IsIdle && !model.IsPinned && model != except), shortage);
        foreach (var victim in victims)
        {
            Evict(victim);
        }

        return victims.Count > 0;
    }

    private void Evict(ShelfModel model)
    {
        model.State = ModelState.Evicting;
        _commands.Add(new EvictModel(model.Slot));
    }

    private bool BreakDeadlock()
    {
        if (Deadlocks.Find(_devices.Values, _queue, _holdings) is not { } request)
        {
            return false;
        }

        _queue.Remove(request);
        _commands.Add(new Refuse(request, ShelfSentences.Deadlock(request, _devices[request.Device])));
        return true;
    }

    private bool IsHolder(ShelfRequest request) => request.Caller is { } caller && _holdings.ContainsKey(caller);

    private static bool IsThere(ShelfDevice device, ShelfRequest request, [NotNullWhen(true)] out ShelfModel? model)
    {
        model = request.Key is null ? null : device.Models.GetValueOrDefault(request.Key);
        return model is not null and not { State: ModelState.Evicting };
    }
}
