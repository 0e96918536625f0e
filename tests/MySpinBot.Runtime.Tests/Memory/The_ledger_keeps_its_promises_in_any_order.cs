using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Memory;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Memory;

/// <summary>Random calls on random budgets, with loads and evictions that end in random order. The world here counts bytes for itself.</summary>
public sealed class The_ledger_keeps_its_promises_in_any_order
{
    [Fact]
    public void Never_over_budget_never_evicted_twice_and_everybody_is_answered()
    {
        for (var seed = 1; seed <= 3_000; seed++)
        {
            new World(seed).Run();
        }
    }

    private sealed class World
    {
        private readonly int _seed;
        private readonly Random _random;
        private readonly DeviceId[] _devices = [DeviceId.Cpu, new("gpu")];
        private readonly Dictionary<DeviceId, long> _budgets;
        private readonly ShelfLedger _ledger;
        private readonly Dictionary<ModelSlot, long> _loading = [];
        private readonly Dictionary<ModelSlot, long> _resident = [];
        private readonly HashSet<ModelSlot> _evicting = [];
        private readonly Dictionary<ShelfRequest, long> _granted = [];
        private readonly HashSet<ShelfRequest> _waiting = [];
        private readonly ShelfCaller[] _callers = [.. Enumerable.Range(0, 5).Select(i => new ShelfCaller($"call {i}"))];
        private long _next;

        public World(int seed)
        {
            (_seed, _random) = (seed, new Random(seed));
            _budgets = _devices.ToDictionary(device => device, _ => (long)_random.Next(5, 40));
            _ledger = new ShelfLedger(_budgets);
        }

        public void Run()
        {
            for (var step = 0; step < 80; step++)
            {
                Step(asks: true);
            }

            // Nobody asks any more: with everything that is granted given back, all who wait must be answered.
            for (var step = 0; (_waiting.Count > 0 || _granted.Count > 0 || _loading.Count > 0 || _evicting.Count > 0) && step < 2_000; step++)
            {
                Step(asks: false);
            }

            _waiting.ShouldBeEmpty($"seed {_seed}: somebody was forgotten");
            _ledger.Queue.ShouldBeEmpty();
            _ledger.Devices.Sum(device => device.Resident + device.Reserved).ShouldBe(_resident.Values.Sum());
        }

        private void Step(bool asks)
        {
            switch (_random.Next(asks ? 8 : 3) + (asks ? 0 : 4))
            {
                case 0 or 1 or 2:
                    Ask();
                    break;
                case 3:
                    if (_waiting.Count > 0)
                    {
                        var request = Pick(_waiting);
                        if (_ledger.Cancel(request, out var commands))
                        {
                            _waiting.Remove(request);
                            Carry(commands);
                        }
                    }

                    break;
                case 4:
                    Release();
                    break;
                case 5:
                    EndLoad();
                    break;
                case 7:
                    Keep();
                    break;
                case 6:
                    if (_evicting.Count > 0)
                    {
                        var slot = Pick(_evicting);
                        _evicting.Remove(slot);
                        _resident.Remove(slot);
                        Carry(_ledger.Evicted(slot));
                    }

                    break;
            }
        }

        private void Ask()
        {
            var device = _devices[_random.Next(2)];
            var key = _random.Next(3) == 0 ? null : $"m{_random.Next(6)}";
            var request = new ShelfRequest
            {
                Id = ++_next,
                Caller = _random.Next(4) == 0 ? null : _callers[_random.Next(_callers.Length)],
                Device = device,
                Bytes = key is null ? _random.Next(1, 20) : (key[1] - '0' + 1) * 3,
                Key = key,
                Title = $"r{_next}",
                ReloadSeconds = _random.Next(1, 5),
            };
            _waiting.Add(request);
            Carry(_ledger.Ask(request));
        }

        private void Keep()
        {
            var act = Pick([ModelAct.Pin, ModelAct.Unpin, ModelAct.Unpin, ModelAct.Unload, ModelAct.UnloadWhenFree]);
            Carry(_ledger.Keep(new KeepModel(0, $"m{_random.Next(6)}", null, act), out _));
        }

        // A call that waits gives nothing back: that is what makes deadlocks possible.
        private void Release()
        {
            var free = _granted.Keys.Where(request => request.Caller is null || !_waiting.Any(waiting => waiting.Caller == request.Caller && IsQueued(waiting))).ToList();
            if (free.Count > 0)
            {
                var request = Pick(free);
                _granted.Remove(request);
                Carry(_ledger.Release(request));
            }
        }

        private bool IsQueued(ShelfRequest request) => _ledger.Queue.Contains(request);

        private void EndLoad()
        {
            if (_loading.Count == 0)
            {
                return;
            }

            var (slot, bytes) = Pick(_loading);
            _loading.Remove(slot);
            if (_random.Next(5) == 0)
            {
                Carry(_ledger.LoadFailed(slot, new NodeFailure("no")));
            }
            else
            {
                var truth = _random.Next(0, (int)bytes + 1);
                _resident.Add(slot, truth);
                Carry(_ledger.Loaded(slot, truth, 1));
            }
        }

        private void Carry(IReadOnlyList<ShelfCommand> commands)
        {
            foreach (var command in commands)
            {
                switch (command)
                {
                    case LoadModel { Request: var request }:
                        _resident.ContainsKey(request.Slot).ShouldBeFalse($"seed {_seed}: loaded twice");
                        _loading.Add(request.Slot, request.Bytes);
                        break;
                    case EvictModel { Slot: var slot }:
                        _resident.ContainsKey(slot).ShouldBeTrue();
                        _evicting.Add(slot).ShouldBeTrue($"seed {_seed}: evicted twice");
                        _granted.Keys.ShouldNotContain(granted => granted.Key == slot.Key && granted.Device == slot.Device, $"seed {_seed}: evicted while leased");
                        break;
                    case Grant { Request: var request }:
                        _waiting.Remove(request).ShouldBeTrue($"seed {_seed}: answered twice");
                        _granted.Add(request, request.Bytes);
                        if (request.Key is not null)
                        {
                            (_resident.ContainsKey(request.Slot) && !_evicting.Contains(request.Slot)).ShouldBeTrue($"seed {_seed}: leased what is not there");
                        }

                        break;
                    case Refuse { Request: var request }:
                        _waiting.Remove(request).ShouldBeTrue($"seed {_seed}: answered twice");
                        break;
                }

                foreach (var device in _devices)
                {
                    Used(device).ShouldBeLessThanOrEqualTo(_budgets[device], $"seed {_seed}");
                }
            }
        }

        private long Used(DeviceId device)
            => _loading.Where(pair => pair.Key.Device == device).Sum(pair => pair.Value)
                + _resident.Where(pair => pair.Key.Device == device).Sum(pair => pair.Value)
                + _granted.Where(pair => pair.Key.Device == device && pair.Key.Key is null).Sum(pair => pair.Value);

        private T Pick<T>(IReadOnlyCollection<T> items) => items.ElementAt(_random.Next(items.Count));
    }
}
