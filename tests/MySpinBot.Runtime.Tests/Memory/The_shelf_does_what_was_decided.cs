using System.Collections.Concurrent;
using MySpinBot.Runtime.Memory;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Memory;

public sealed class The_shelf_does_what_was_decided : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ModelShelf _shelf = new(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = 100 }, TimeProvider.System);

    public ValueTask DisposeAsync() => _shelf.DisposeAsync();

    [Fact]
    public async Task A_model_is_loaded_once_for_many_and_stays_until_its_room_is_needed()
    {
        var model = new FakeModel("M", 60);
        var leases = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _shelf.LeaseAsync(model.Recipe, default).AsTask()));
        model.Loads.ShouldBe(1);
        foreach (var lease in leases)
        {
            lease.Model.ShouldBeSameAs(model);
            lease.Dispose();
            lease.Dispose();
        }

        Should.Throw<ObjectDisposedException>(() => leases[0].Model);
        _shelf.Ledgers.Single().Resident.ShouldBe(60);
        using var room = await _shelf.ReserveAsync(new MemoryNeed(DeviceId.Cpu, 50), "room", default).AsTask().WaitAsync(Patience);
        model.Evictions.ShouldBe(1);
        _shelf.Ledgers.Single().ShouldBe(new DeviceLedger(DeviceId.Cpu, 100, 0, 50));
    }

    [Fact]
    public async Task A_load_that_fails_reaches_all_and_leaves_no_bytes()
    {
        var gate = new TaskCompletionSource();
        var model = new FakeModel("M", 60) { Gate = gate.Task, Fault = new InvalidOperationException("bad magic number") };
        var waiting = Enumerable.Range(0, 3).Select(_ => _shelf.LeaseAsync(model.Recipe, default).AsTask()).ToList();
        gate.SetResult();

        foreach (var lease in waiting)
        {
            (await Should.ThrowAsync<NodeFailure>(() => lease)).Message.ShouldBe("Model M could not be loaded: bad magic number");
        }

        _shelf.Ledgers.Single().Free.ShouldBe(100);
        model.Fault = null;
        using var again = await _shelf.LeaseAsync(model.Recipe, default);
        model.Loads.ShouldBe(2);
    }

    [Fact]
    public async Task Cancelling_the_last_who_waits_stops_the_load_and_frees_its_bytes()
    {
        using var cancel = new CancellationTokenSource();
        var model = new FakeModel("M", 60) { Gate = new TaskCompletionSource().Task };
        var lease = _shelf.LeaseAsync(model.Recipe, cancel.Token).AsTask();
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => lease);
        using var room = await _shelf.ReserveAsync(new MemoryNeed(DeviceId.Cpu, 100), "room", default).AsTask().WaitAsync(Patience);
        model.Evictions.ShouldBe(0);
    }

    [Fact]
    public async Task Cancelling_a_wait_lets_the_next_one_in()
    {
        using var cancel = new CancellationTokenSource();
        using var held = await _shelf.ReserveAsync(new MemoryNeed(DeviceId.Cpu, 60), "held", default);
        var large = _shelf.ReserveAsync(new MemoryNeed(DeviceId.Cpu, 80), "large", cancel.Token).AsTask();
        var small = _shelf.ReserveAsync(new MemoryNeed(DeviceId.Cpu, 10), "small", default).AsTask();
        small.IsCompleted.ShouldBeFalse();
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => large);
        (await small.WaitAsync(Patience)).Dispose();
    }

    [Fact]
    public async Task What_a_call_forgets_to_give_back_is_taken_back()
    {
        using (var call = _shelf.ForCall("sampler"))
        {
            await call.LeaseAsync(new FakeModel("M", 60).Recipe, default);
            await call.ReserveAsync(new MemoryNeed(DeviceId.Cpu, 30), "latents", default);
            call.Held.ShouldBe(2);
        }

        using var room = await _shelf.ReserveAsync(new MemoryNeed(DeviceId.Cpu, 100), "room", default).AsTask().WaitAsync(Patience);
    }

    [Fact]
    public async Task One_key_is_one_kind_of_model()
    {
        using var lease = await _shelf.LeaseAsync(new FakeModel("M", 60).Recipe, default);
        var other = new ModelRecipe<string> { Key = "M", Title = "Text", Device = DeviceId.Cpu, EstimatedBytes = 1, Load = _ => throw new InvalidOperationException() };

        (await Should.ThrowAsync<NodeFailure>(() => _shelf.LeaseAsync(other, default).AsTask())).Message.ShouldBe("The model Text is a FakeModel on the shelf, and a String was asked for under the same key.");
    }

    [Fact]
    public async Task A_model_is_unloaded_when_nobody_uses_it()
    {
        var model = new FakeModel("M", 60);
        var lease = await _shelf.LeaseAsync(model.Recipe, default);
        (await _shelf.UnloadAsync(DeviceId.Cpu, "M")).ShouldBeFalse();
        lease.Dispose();
        (await _shelf.UnloadAsync(DeviceId.Cpu, "M")).ShouldBeTrue();
        (await _shelf.UnloadAsync(DeviceId.Cpu, "M")).ShouldBeFalse();
        model.Evictions.ShouldBe(1);
        _shelf.Ledgers.Single().Free.ShouldBe(100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Many_calls_at_once_never_go_over_the_budget_and_all_are_answered(int seed)
    {
        const long Budget = 50;
        var device = new CountingDevice(Budget);
        await using (var shelf = new ModelShelf(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = Budget }, TimeProvider.System))
        {
            var models = Enumerable.Range(0, 8).Select(i => new FakeModel($"{i}", 5 + (3 * i)) { Device = device }).ToArray();
            var served = await Task.WhenAll(Enumerable.Range(0, 24).Select(worker => Task.Run(() => WorkAsync(shelf, models, device, new Random((seed * 100) + worker))))).WaitAsync(Patience);

            served.Sum().ShouldBeGreaterThan(100);
            shelf.Ledgers.Single().Reserved.ShouldBe(0);
        }

        device.Worst.ShouldBeLessThanOrEqualTo(Budget);
        device.Used.ShouldBe(0);
        device.Faults.ShouldBeEmpty();
    }

    private static async Task<int> WorkAsync(ModelShelf shelf, FakeModel[] models, CountingDevice device, Random random)
    {
        var served = 0;
        for (var i = 0; i < 25; i++)
        {
            using var impatience = new CancellationTokenSource();
            using var call = shelf.ForCall($"call {i}");
            try
            {
                for (var depth = random.Next(1, 4); depth > 0; depth--)
                {
                    if (random.Next(4) == 0)
                    {
                        _ = Task.Run(impatience.Cancel);
                    }

                    if (random.Next(3) == 0)
                    {
                        var bytes = random.Next(1, 40);
                        var room = await call.ReserveAsync(new MemoryNeed(DeviceId.Cpu, bytes), "room", impatience.Token);
                        device.Add(bytes);
                        await Task.Yield();
                        device.Add(-bytes);
                        room.Dispose();
                    }
                    else
                    {
                        var lease = await call.LeaseAsync(models[random.Next(models.Length)].Recipe, impatience.Token);
                        device.Check(lease.Model.IsLoaded);
                    }

                    served++;
                }
            }
            catch (Exception refused) when (refused is NodeFailure or OperationCanceledException)
            {
                // Deadlocks are refused, and some lose patience: both must leave nothing behind.
            }
        }

        return served;
    }

    private sealed class CountingDevice(long budget)
    {
        private readonly Lock _lock = new();

        public long Used { get; private set; }

        public long Worst { get; private set; }

        public ConcurrentBag<string> Faults { get; } = [];

        public void Add(long bytes)
        {
            lock (_lock)
            {
                Used += bytes;
                Worst = Math.Max(Worst, Used);
            }
        }

        public void Check(bool loaded)
        {
            if (!loaded || Used > budget)
            {
                Faults.Add("leased what is not loaded");
            }
        }
    }

    private sealed class FakeModel(string key, long bytes)
    {
        private int _loaded;

        public int Loads { get; private set; }

        public int Evictions { get; private set; }

        public bool IsLoaded => Volatile.Read(ref _loaded) == 1;

        public Task Gate { get; init; } = Task.CompletedTask;

        public Exception? Fault { get; set; }

        public CountingDevice? Device { get; init; }

        public ModelRecipe<FakeModel> Recipe => new()
        {
            Key = key,
            Title = $"Model {key}",
            Device = DeviceId.Cpu,
            EstimatedBytes = bytes,
            Load = async stop =>
            {
                Loads++;
                await Gate.WaitAsync(stop);
                await Task.Yield();
                if (Fault is not null)
                {
                    throw Fault;
                }

                stop.ThrowIfCancellationRequested();
                Device?.Add(bytes);
                if (Interlocked.Increment(ref _loaded) != 1)
                {
                    Device?.Faults.Add("loaded twice");
                }

                return new Resident<FakeModel>(this, bytes, async () =>
                {
                    Evictions++;
                    await Task.Yield();
                    if (Interlocked.Decrement(ref _loaded) != 0)
                    {
                        Device?.Faults.Add("evicted twice");
                    }

                    Device?.Add(-bytes);
                });
            },
        };
    }
}
