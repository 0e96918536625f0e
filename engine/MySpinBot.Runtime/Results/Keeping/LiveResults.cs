using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Records and the objects that they speak of. An object stays as long as a record or a run holds it. Nothing here is ever written down.</summary>
internal sealed class LiveResults
{
    private readonly Dictionary<TraceKey, TraceRecord> _records = [];
    private readonly Dictionary<ContentId, Held> _values = [];

    /// <summary>How many records there are.</summary>
    public int Count => _records.Count;

    public bool TryFind(TraceKey key, [NotNullWhen(true)] out TraceRecord? record) => _records.TryGetValue(key, out record);

    public bool TryGet(ContentId id, out object? value)
    {
        var isThere = _values.TryGetValue(id, out var held);
        value = held?.Object;
        return isThere;
    }

    public bool Has(ContentId id) => _values.ContainsKey(id);

    /// <summary>Holds an object for a run, until it lets go.</summary>
    public void Put(ContentId id, object? value) => _values.Add(id, new Held(value));

    public void Record(TraceKey key, TraceRecord record)
    {
        Remove(key);
        _records.Add(key, record);
        foreach (var id in ValuesOf(record))
        {
            if (_values.TryGetValue(id, out var held))
            {
                held.Holders++;
            }
        }
    }

    /// <summary>Forgets a node's record, and those of its calls.</summary>
    public void Forget(TraceKey key)
    {
        Remove(key);
        for (var call = 0; Remove(key.OfCall(call)); call++)
        {
        }
    }

    /// <summary>Forgets all records.</summary>
    public void Clear()
    {
        foreach (var key in _records.Keys.ToList())
        {
            Remove(key);
        }
    }

    /// <summary>Holds the objects that a record speaks of, and notes which.</summary>
    public void HoldValuesOf(TraceRecord record, List<ContentId> held)
    {
        foreach (var id in ValuesOf(record))
        {
            if (_values.TryGetValue(id, out var value))
            {
                value.Holders++;
                held.Add(id);
            }
        }
    }

    /// <summary>Lets go of an object.</summary>
    public void Release(ContentId id)
    {
        if (_values.TryGetValue(id, out var held) && --held.Holders == 0)
        {
            _values.Remove(id);
        }
    }

    /// <summary>Lets go of objects of types that match, and forgets what speaks of them.</summary>
    public void Drop(Func<Type, bool> matches)
    {
        var gone = _values.Where(value => value.Value.Object is { } one && matches(one.GetType())).Select(value => value.Key).ToHashSet();
        foreach (var key in _records.Where(record => ValuesOf(record.Value).Any(gone.Contains)).Select(record => record.Key).ToList())
        {
            Remove(key);
        }

        foreach (var id in gone)
        {
            _values.Remove(id);
        }
    }

    private bool Remove(TraceKey key)
    {
        if (!_records.Remove(key, out var record))
        {
            return false;
        }

        foreach (var id in ValuesOf(record))
        {
            Release(id);
        }

        return true;
    }

    private static IEnumerable<ContentId> ValuesOf(TraceRecord record) => record switch
    {
        OutputsRecord outputs => outputs.Outputs.SelectMany(elements => elements).Select(value => value.Id),
        ExpansionRecord expansion => expansion.Nodes.SelectMany(node => node.Inputs).Select(input => input.Value).Concat(expansion.Outputs)
            .OfType<ExpansionStored>().Select(stored => stored.Value.Id),
        _ => [],
    };

    /// <summary>An object and how many records and runs hold it.</summary>
    private sealed class Held(object? value)
    {
        public object? Object { get; } = value;

        public int Holders { get; set; } = 1;
    }
}
