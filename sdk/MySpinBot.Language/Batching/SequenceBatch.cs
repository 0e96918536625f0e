using System.Runtime.CompilerServices;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A memory for sequences over a model, and the thread that computes with it: requests join and leave between tokens, each step computes the next token of all of them.</summary>
internal sealed partial class SequenceBatch : IAsyncDisposable
{
    /// <summary>The most requests that wait or run.</summary>
    private const int MostRequests = 4096;

    private readonly LlamaWeights _weights;
    private readonly StepContext _context;
    private readonly IPrefixes _prefixes;
    private readonly BatchSchedule _schedule;
    private readonly StepPace? _pace;
    private readonly SamplingRoom _room;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();
    private readonly Queue<Generation> _joining = new();
    private readonly Queue<Generation> _leaving = new();
    private readonly Queue<LoopWork> _work = new();
    private IReadOnlyList<StepPart>? _step;
    private Exception? _fault;
    private int _requests;
    private bool _stops;

    /// <summary>Makes a memory over weights, which stay until this has gone. Blocks for as long as that takes.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="need">What the memory has to hold.</param>
    /// <param name="sequences">How many sequences are computed at once.</param>
    /// <param name="threads">How many threads compute, asked before each step.</param>
    /// <param name="savedBytes">Bytes of the host's memory for what has to leave it.</param>
    /// <param name="alone">Whether it is for one request by itself: nothing is kept, and a step's size does not depend on the time that others took.</param>
    /// <exception cref="NodeFailure">There is no memory for it.</exception>
    public SequenceBatch(LlamaWeights weights, ContextNeed need, int sequences, Func<int> threads, long savedBytes, bool alone = false)
    {
        _weights = weights;
        _threads = threads;
        _context = new StepContext(weights.Context(need, threads()), weights.Vocabulary.Count);
        _room = new SamplingRoom(weights.Vocabulary.Count);
        var kept = alone ? 0 : _context.Cells;
        var saved = new SavedPrefixes(savedBytes);
        _prefixes = weights.Facts.CanShare
            ? new SharedPrefixes(_context, _context.Cells, _context.Sequences, kept, saved)
            : new WholePrefixes(_context, _context.Cells, _context.Sequences, kept, saved);
        var running = alone ? 1 : Math.Clamp(_context.Sequences - 1, 1, sequences);
        Limits = new BatchLimits(running, _context.MostRows)
        {
            Cells = _context.Cells,
            Outputs = need.Embeds ? _context.MostRows : _context.Sequences,
            Spare = _context.Sequences - running,
        };
        _schedule = new BatchSchedule(_prefixes, Limits);
        _pace = alone ? null : new StepPace(_context.MostRows);
        _thread = new Thread(Run) { IsBackground = true, Name = "language model" };
        _thread.Start();
    }

    /// <summary>What its steps and its memory take.</summary>
    public BatchLimits Limits { get; }

    /// <summary>Goes on with a prompt. The request is checked when the first token is asked for.</summary>
    /// <exception cref="NodeFailure">The request does not fit the model.</exception>
    public async IAsyncEnumerable<GeneratedToken> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var generation = RequestCheck.Accept(request, _weights, Limits.Cells, _room);
        try
        {
            Join(generation);
        }
        catch
        {
            generation.Dispose();
            throw;
        }

        try
        {
            // Leaving at once, not when the reader next looks: it may be busy with what it has.
            await using var _ = cancellation.UnsafeRegister(_ => Leave(generation), null);
            await foreach (var token in generation.Told.ReadAllAsync(cancellation))
            {
                yield return token;
            }
        }
        finally
        {
            Leave(generation);
        }
    }

    /// <summary>Does something else with the memory, between steps.</summary>
    public Task DoAsync(LoopWork work)
    {
        lock (_gate)
        {
            Refuse();
            _requests++;
            _work.Enqueue(work);
            Monitor.Pulse(_gate);
        }

        return work.Done;
    }

    /// <summary>Ends the thread; what runs fails. The context is freed.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (!_stops)
            {
                _stops = true;
                _context.Abort();
                Monitor.Pulse(_gate);
            }

            // Otherwise the thread has ended, or is about to, and its context with what an abort is written to may have been freed.
        }

        await _ended.Task;
    }

    private void Join(Generation generation)
    {
        lock (_gate)
        {
            Refuse();
            _requests++;
            _joining.Enqueue(generation);
            Monitor.Pulse(_gate);
        }
    }

    private void Refuse()
    {
        if (_fault is not null)
        {
            throw new NodeFailure($"The model computes no more since something went wrong in it: {_fault.Message} Unload it; it is loaded anew when it is asked again.", _fault);
        }

        if (_stops || _requests >= MostRequests)
        {
            throw new NodeFailure(_stops ? "The model was put away; ask again." : $"{_requests} requests wait for this model already; ask again later.") { Code = "model_busy" };
        }
    }

    private void Leave(Generation generation)
    {
        lock (_gate)
        {
            if (generation.IsUnwanted || _stops)
            {
                return;
            }

            generation.IsUnwanted = true;
            _leaving.Enqueue(generation);
            if (_step is { } step && IsWasted(step))
            {
                _context.Abort();
            }

            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Whether a step is more for those who have gone than for others, who lose it. Where a memory cannot be cut all of them would have to begin again, so there it is wasted only when nobody is left.</summary>
    private bool IsWasted(IReadOnlyList<StepPart> step)
    {
        var (wanted, unwanted) = (0, 0);
        for (var index = 0; index < step.Count; index++)
        {
            if (step[index].Sequence is Generation { IsUnwanted: true })
            {
                unwanted += step[index].Count;
            }
            else
            {
                wanted += step[index].Count;
            }
        }

        return _prefixes.Shares ? unwanted >= wanted : wanted == 0;
    }
}
