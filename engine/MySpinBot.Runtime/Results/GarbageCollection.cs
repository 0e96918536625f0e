using MySpinBot.Core.Results;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Decides what to keep. Results are taken in the order of their last use, where every second of work counts as an hour of use, up to thirty days;
/// each brings its values, what they refer to, and its files, until the bytes are used up.</summary>
internal sealed class GarbageCollection(CacheKeep keep, TraceIndex index, IReadOnlyDictionary<ContentId, long> artifacts)
{
    private const double SecondsOfUse = 3600;
    private const double MostBonus = 30 * 24 * 3600;

    private readonly HashSet<ContentId> _records = [];
    private readonly HashSet<ContentId> _kept = [];
    private long _bytes;

    /// <summary>The keys of the records that stay.</summary>
    public IReadOnlySet<ContentId> Records => _records;

    /// <summary>The values and artifacts that stay.</summary>
    public IReadOnlySet<ContentId> Kept => _kept;

    /// <summary>Decides.</summary>
    public GarbageCollection Run()
    {
        foreach (var (key, slot) in index.Records.OrderByDescending(entry => Worth(entry.Value)))
        {
            var isPinned = keep.IsPinned(new TraceKey(key));
            if (TraceRecordFormat.Read(slot.Bytes.Span) is not { } record || (!isPinned && _records.Count >= keep.Records))
            {
                continue;
            }

            _records.Add(key);
            var files = FilesOf(record).ToList();
            if (keep.KeepsSavedFiles || isPinned)
            {
                _kept.UnionWith(files);
            }

            KeepBytes([.. ValuesOf(record).SelectMany(id => index.References.GetValueOrDefault(id, []).Append(id)), .. files], isPinned);
        }

        return this;
    }

    private static double Worth(RecordSlot slot) => slot.Used + Math.Min(slot.Cost * SecondsOfUse, MostBonus);

    private static IEnumerable<ContentId> FilesOf(TraceRecord record) => record is OutputsRecord outputs ? outputs.Files.Select(file => file.Artifact.Id) : [];

    private static IEnumerable<ContentId> ValuesOf(TraceRecord record) => record switch
    {
        OutputsRecord outputs => outputs.Outputs.SelectMany(elements => elements).Select(value => value.Id),
        ExpansionRecord expansion => expansion.Nodes.SelectMany(node => node.Inputs).Select(input => input.Value).Concat(expansion.Outputs)
            .OfType<ExpansionStored>().Select(stored => stored.Value.Id),
        _ => [],
    };

    private void KeepBytes(HashSet<ContentId> ids, bool isPinned)
    {
        ids.ExceptWith(_kept);
        var bytes = ids.Sum(id => artifacts.TryGetValue(id, out var length) ? length : index.Values.TryGetValue(id, out var value) ? value.Length : 0);
        if (isPinned || _bytes + bytes <= keep.Bytes)
        {
            _kept.UnionWith(ids);
            _bytes += isPinned ? 0 : bytes;
        }
    }
}
