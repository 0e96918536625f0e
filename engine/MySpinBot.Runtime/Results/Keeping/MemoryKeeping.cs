using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;
using MySpinBot.Core.Scheduling;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Results in memory only, as in ComfyUI: as long as a record is kept its values are, whatever they take, and none is ever written down or hashed.</summary>
/// <param name="rules">How runs find what is known.</param>
/// <param name="retention">Which records stay.</param>
internal sealed class MemoryKeeping(ReuseRules rules, Retention retention) : IResultKeeping
{
    private readonly Retention _retention = retention;
    private readonly Lock _gate = new();
    private readonly LiveResults _results = new();

    public ReuseRules Rules => rules;

    /// <summary>How many records there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _results.Count;
            }
        }
    }

    public IRunResults Begin() => new InRun(this);

    public void Free()
    {
        lock (_gate)
        {
            _retention.Clear();
            _results.Clear();
        }
    }

    public void Drop(Func<Type, bool> matches)
    {
        lock (_gate)
        {
            _results.Drop(matches);
        }
    }

    /// <summary>What a run makes is held by the run until it ends, and after that by the records that are left.</summary>
    private sealed class InRun(MemoryKeeping keeping) : IRunResults
    {
        private readonly List<ContentId> _made = [];

        public bool TryFind(TraceKey key, [NotNullWhen(true)] out TraceRecord? record)
        {
            lock (keeping._gate)
            {
                if (!keeping._results.TryFind(key, out record))
                {
                    return false;
                }

                // The run may need what it found after the record has gone.
                keeping._retention.Use(key);
                keeping._results.HoldValuesOf(record, _made);
                return true;
            }
        }

        public bool HasValue(ResultValue value)
        {
            lock (keeping._gate)
            {
                return value.Kind == ResultKind.Blocked || keeping._results.Has(value.Id);
            }
        }

        /// <summary>Saved files are left to whoever owns the folder.</summary>
        public bool HasArtifact(ContentId id) => true;

        public void Enter(Plan plan, string place, string root)
        {
            lock (keeping._gate)
            {
                foreach (var gone in keeping._retention.Enter(plan, place, root))
                {
                    keeping._results.Forget(gone);
                }
            }
        }

        public ResultValue Put(object? value)
        {
            Span<byte> bytes = stackalloc byte[ContentId.Size];
            RandomNumberGenerator.Fill(bytes);
            var id = new ContentId(bytes);
            lock (keeping._gate)
            {
                keeping._results.Put(id, ValueCodecs.Normal(value));
                _made.Add(id);
            }

            return new ResultValue(id, ResultKind.Live);
        }

        public ValueTask<object?> GetAsync(ResultValue value, CancellationToken cancellation)
        {
            lock (keeping._gate)
            {
                return keeping._results.TryGet(value.Id, out var found)
                    ? ValueTask.FromResult(found)
                    : ValueTask.FromException<object?>(new ValueMissingException(value));
            }
        }

        public void Record(TraceKey key, TraceRecord record, double seconds)
        {
            lock (keeping._gate)
            {
                keeping._results.Record(key, record);
                keeping._retention.Use(key);
            }
        }

        public void Keep()
        {
        }

        public Task ValuesKeptAsync() => Task.CompletedTask;

        public void Dispose()
        {
            lock (keeping._gate)
            {
                _made.ForEach(keeping._results.Release);
                _made.Clear();
            }
        }
    }
}
