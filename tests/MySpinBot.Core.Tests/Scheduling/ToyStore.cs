using System.Diagnostics.CodeAnalysis;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Scheduling;

/// <summary>Results in memory, with values that can be lost.</summary>
internal sealed class ToyStore : ITraces
{
    private readonly Dictionary<TraceKey, TraceRecord> _records = [];
    private readonly Dictionary<ContentId, long> _values = [];

    public static ResultValue Blocked { get; } = new(ContentId.Of("blocked"u8), ResultKind.Blocked);

    public bool TryFind(TraceKey key, [NotNullWhen(true)] out TraceRecord? record) => _records.TryGetValue(key, out record);

    public bool HasValue(ResultValue value) => _values.ContainsKey(value.Id);

    public bool HasArtifact(ContentId id) => true;

    public void Record(TraceKey key, TraceRecord record) => _records[key] = record;

    public ResultValue Put(long? value)
    {
        if (value is not { } number)
        {
            return Blocked;
        }

        var id = ContentId.Of(BitConverter.GetBytes(number));
        _values[id] = number;
        return new ResultValue(id, ResultKind.Stored);
    }

    public long Get(ResultValue value) => _values[value.Id];

    public void Lose(Random random, int percent)
    {
        foreach (var id in _values.Keys.Where(_ => random.Next(100) < percent).ToList())
        {
            _values.Remove(id);
        }
    }
}
