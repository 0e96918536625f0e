using System.Diagnostics.CodeAnalysis;
using MySpinBot.Core.Results;
using MySpinBot.Core.Scheduling;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Results on disk and in memory.</summary>
internal sealed class StoreKeeping(ResultCache cache) : IResultKeeping
{
    public ReuseRules Rules => ReuseRules.Full;

    public IRunResults Begin() => new InRun(cache, cache.Pin());

    public void Free() => cache.FreeMemory();

    public void Drop(Func<Type, bool> matches) => cache.DropLiveValues(matches);

    private sealed class InRun(ResultCache cache, Pins pins) : IRunResults
    {
        public bool TryFind(TraceKey key, [NotNullWhen(true)] out TraceRecord? record) => cache.TryFind(key, out record);

        public bool HasValue(ResultValue value) => cache.HasValue(value);

        public bool HasArtifact(ContentId id) => cache.HasArtifact(id);

        public ResultValue Put(object? value) => cache.Put(value, pins);

        public ValueTask<object?> GetAsync(ResultValue value, CancellationToken cancellation) => cache.GetAsync(value, cancellation);

        public void Record(TraceKey key, TraceRecord record, double seconds) => cache.Record(key, record, seconds);

        public void Keep() => cache.Keep();

        public Task ValuesKeptAsync() => cache.ValuesKeptAsync();

        public void Dispose() => pins.Dispose();
    }
}
