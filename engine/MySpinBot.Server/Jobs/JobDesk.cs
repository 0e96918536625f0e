using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Jobs.Forecasting;
using MySpinBot.Server.Jobs.Keeping;
using MySpinBot.Server.Jobs.Live;
using MySpinBot.Server.Jobs.Records;
using MySpinBot.Server.Workers;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Jobs;

/// <summary>Takes jobs, gives them their turn, and sees each to its end. What a method says was done is on disk when its task completes. Safe from any thread; nothing waits for a worker
/// but <see cref="CheckAsync"/>, and that not for long.</summary>
public sealed partial class JobDesk : IWorkerListener, IStepReader, IAsyncDisposable
{
    private const string PausedSetting = "queue_paused";
    private const string TimesSetting = "run_times";

    private readonly ServerOptions _options;
    private readonly JobStore _store;
    private readonly IWorkerLine _workers;
    private readonly Func<CancellationToken, ValueTask<KnownCatalog>> _catalog;
    private readonly StepWriter _writer;
    private readonly JobRecords _records;
    private readonly JobContents _contents;
    private readonly FreeDisk _disk;
    private readonly OutputNames _names;
    private readonly ArtifactSweep _sweep;

    // Written under the gate, read without. All that follows is read and written under the gate, which is never held over IO or while others are called.
    private readonly ConcurrentDictionary<Guid, LiveJob> _live = new();
    private readonly Lock _gate = new();
    private readonly JobQueue _queue = new();
    private readonly List<LiveJob> _running = [];
    private readonly RunTimes _times = new();
    private readonly Forecast _forecast;
    private int _slots, _arrivals, _losses;
    private bool _isReady, _isPaused, _hasBegun, _isStopping;

    private int _unfinished, _accepting;

    /// <summary>A desk that has not begun.</summary>
    public JobDesk(ServerOptions options, JobStore store, WorkerWatch workers, CatalogBook catalog)
        : this(options, store, new WatchedWorker(workers), (catalog ?? throw new ArgumentNullException(nameof(catalog))).WhenKnownAsync)
    {
    }

    internal JobDesk(ServerOptions options, JobStore store, IWorkerLine workers, Func<CancellationToken, ValueTask<KnownCatalog>> catalog)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        (_options, _store, _workers, _catalog) = (options, store, workers, catalog);
        Feeds = new JobFeeds(store.Reader, options.Report);
        _writer = new StepWriter(store, options, this);
        _records = new JobRecords(store.Reader);
        _contents = new JobContents(store.Reader);
        _disk = new FreeDisk(options);
        _names = new OutputNames(options);
        _sweep = new ArtifactSweep(Path.Join(options.DataFolder, "artifacts"), store.Reader);
        _sweeping = new PeriodicTimer(SweepEvery, options.Time);
        _forecast = new Forecast(options.Time, _times);
    }

    /// <summary>What is to be told of jobs.</summary>
    public JobFeeds Feeds { get; }

    /// <summary>Told, on any thread, whenever jobs come, begin, end or move, or the queue is paused: take note and return at once.</summary>
    public event Action? QueueChanged;

    /// <summary>How many run or wait: ComfyUI's <c>queue_remaining</c>. Cheap.</summary>
    public int Unfinished => Volatile.Read(ref _unfinished);

    /// <summary>Whether no job has its turn for now; those that run go on.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_gate)
            {
                return _isPaused;
            }
        }
    }

    /// <summary>Jobs that a worker has, in the order in which they began.</summary>
    public ImmutableArray<Job> Running
    {
        get
        {
            lock (_gate)
            {
                return [.. _running.Select(job => job.Now)];
            }
        }
    }

    /// <summary>Jobs that wait, in the order in which they will have their turn as things are.</summary>
    public ImmutableArray<Job> Waiting
    {
        get
        {
            lock (_gate)
            {
                var jobs = ImmutableArray.CreateBuilder<Job>(_queue.Count);
                foreach (var job in _queue.InOrder())
                {
                    jobs.Add(_live[job.Id].Now);
                }

                return jobs.MoveToImmutable();
            }
        }
    }

    /// <summary>A job; null where there is none of this id, or it is another owner's.</summary>
    /// <param name="id">The id.</param>
    /// <param name="owner">Who asks; null for anybody's.</param>
    public Job? Find(Guid id, string? owner)
    {
        var job = _live.TryGetValue(id, out var live) ? live.Now : _store.Reader.Find(id);
        return owner is null || job?.Owner == owner ? job : null;
    }

    /// <summary>Pages of jobs.</summary>
    public ImmutableArray<Job> List(JobFilter filter) => _store.Reader.List(filter);

    /// <summary>What was handed in.</summary>
    public JobContent? Content(Guid id)
    {
        lock (_gate)
        {
            if (_live.TryGetValue(id, out var live) && live.Content is { } content)
            {
                return content;
            }
        }

        return _contents.Read(id);
    }

    /// <summary>What became of a job's nodes so far, read from its events.</summary>
    public JobRecord? Record(Guid id) => Find(id, null) is { } job ? _records.Of(job) : null;

    /// <summary>Loads the jobs that have not ended, and gives them their turns as soon as a worker is ready. Called once, before workers are listened to.</summary>
    public void Begin()
    {
        if (_store.Reader.Setting(TimesSetting) is { } times)
        {
            _times.Read(times.Span);
        }

        var begun = new List<LiveJob>();
        lock (_gate)
        {
            _isPaused = _store.Reader.Setting(PausedSetting) is { Length: > 0 } paused && paused.Span[0] == (byte)'1';
            foreach (var job in _store.Reader.Unfinished())
            {
                var live = new LiveJob(job);
                _live[job.Id] = live;
                _unfinished++;
                if (job.Reason is { } unwanted)
                {
                    // Its worker was told to stop it, and so is gone what would have said that it did.
                    if (End(live, JobState.Cancelled, unwanted))
                    {
                        begun.Add(live);
                    }

                    continue;
                }

                // The server that had it is gone, and its worker with it. That is nobody's attempt.
                if (job.State == JobState.Running && _writer.Put(live, new UnstoredStep(new JobReturned(CountsAttempt: false)).Telling(Json(new JobQueued(Now)))))
                {
                    begun.Add(live);
                }

                _queue.Add(live.Now, returned: job.State == JobState.Running || job.Attempts > 0);
            }

            _isReady = _workers.IsReady;
            _hasBegun = true;
        }

        _names.RemoveAllBut(_live.ContainsKey);
        begun.ForEach(_writer.Write);
        _isToSweep = _store.Reader.Setting(SweepSetting) is { Length: > 0 } sweep && sweep.Span[0] == (byte)'1';
        _ = SweepNowAndThenAsync();
        GiveTurns();
    }

    /// <summary>Takes nothing new, gives no more turns, and waits a moment for what is under way to the disk. What runs then runs again after the next start.</summary>
    public async Task StopAsync()
    {
        lock (_gate)
        {
            if (_isStopping)
            {
                return;
            }

            _isStopping = true;
        }

        _sweeping.Dispose();
        await _writer.DrainAsync(TimeSpan.FromSeconds(5));
        await KeepTimesAsync();
        Feeds.Close();
        _ends.Close();
        _writer.Dispose();
    }

    /// <summary>Stops, if it has not.</summary>
    public async ValueTask DisposeAsync() => await StopAsync();

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(_options.Time.GetUtcNow().ToUnixTimeMilliseconds());

    private static byte[] Json(JobEvent told) => JsonSerializer.SerializeToUtf8Bytes(told, MessageJson.Options);

    private void TellQueueChanged()
    {
        try
        {
            QueueChanged?.Invoke();
        }

        // A listener's mistake must not keep a job from going on.
#pragma warning disable CA1031
        catch (Exception bug)
        {
            _options.Report($"A listener to the queue failed, which is a mistake in MySpinBot: {bug}");
        }
#pragma warning restore CA1031
    }
}
