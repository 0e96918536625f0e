using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Memory;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Memory;

/// <summary>A ledger with a device of 100 bytes, told things in order; what it decides is collected as lines one can read.</summary>
internal sealed class LedgerStory
{
    private readonly ShelfLedger _ledger = new(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = 100, [new DeviceId("gpu")] = 100 });
    private readonly Dictionary<string, ShelfCaller> _callers = [];
    private readonly Dictionary<string, ShelfRequest> _requests = [];
    private readonly List<string> _lines = [];
    private long _next;

    public LedgerStory Lease(string name, string key, long bytes, string? caller = null, string device = "cpu", double? reload = 1)
        => Ask(new ShelfRequest { Id = ++_next, Caller = CallerOf(caller), Device = new DeviceId(device), Bytes = bytes, Key = key, Title = name, ReloadSeconds = reload });

    public LedgerStory Reserve(string name, long bytes, string? caller = null, string device = "cpu")
        => Ask(new ShelfRequest { Id = ++_next, Caller = CallerOf(caller), Device = new DeviceId(device), Bytes = bytes, Title = name });

    public LedgerStory Release(string name) => Note(_ledger.Release(_requests[name]));

    public LedgerStory Cancel(string name)
    {
        _ledger.Cancel(_requests[name], out var commands).ShouldBeTrue();
        return Note(commands);
    }

    public LedgerStory Loaded(string key, long bytes) => Note(_ledger.Loaded(Slot(key), bytes, 1));

    public LedgerStory Failed(string key) => Note(_ledger.LoadFailed(Slot(key), new NodeFailure("no such file")));

    public LedgerStory Evicted(string key) => Note(_ledger.Evicted(Slot(key)));

    /// <summary>A model that was loaded, used and given back.</summary>
    public LedgerStory Resident(string key, long bytes, double reload = 1)
    {
        Lease($"first {key}", key, bytes, reload: reload).Loaded(key, bytes).Release($"first {key}");
        _lines.Clear();
        return this;
    }

    /// <summary>Somebody wants a model to stay or to go; what becomes of it is a line.</summary>
    public LedgerStory Keep(string name, ModelAct act, string? device = null)
    {
        var commands = _ledger.Keep(new KeepModel(1, name, device, act), out var kept);
        _lines.AddRange(kept.Select(model => $"{model.Key} is {model.Fate}{(model.UsedBy.Count > 0 ? $", used by {string.Join(" and ", model.UsedBy)}" : "")}"));
        return Note(commands);
    }

    public void ShouldRead(params string[] lines)
    {
        _lines.ShouldBe(lines);
        _lines.Clear();
    }

    public LedgerStory Forget()
    {
        _lines.Clear();
        return this;
    }

    private LedgerStory Ask(ShelfRequest request)
    {
        _requests[request.Title] = request;
        return Note(_ledger.Ask(request));
    }

    private ShelfCaller? CallerOf(string? name)
    {
        if (name is null)
        {
            return null;
        }

        _callers.TryAdd(name, new ShelfCaller(name));
        return _callers[name];
    }

    private static ModelSlot Slot(string key) => new(DeviceId.Cpu, key);

    private LedgerStory Note(IReadOnlyList<ShelfCommand> commands)
    {
        _lines.AddRange(commands.Select(command => command switch
        {
            LoadModel load => $"load {load.Request.Key}",
            StopLoading stop => $"stop {stop.Slot.Key}",
            EvictModel evict => $"evict {evict.Slot.Key}",
            Grant grant => $"{grant.Request.Title} has it",
            Refuse refuse => $"{refuse.Request.Title} refused: {refuse.Why.Message}",
            _ => "?",
        }));
        return this;
    }
}
