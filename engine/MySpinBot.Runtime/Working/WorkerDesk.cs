using System.Collections.Concurrent;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Devices;

namespace MySpinBot.Runtime.Working;

/// <summary>The jobs and the calls of capabilities that the worker has, and what they share.</summary>
internal sealed class WorkerDesk(WorkerOptions options, Outbox outbox, Task<Engine> engine, CancellationToken stopping)
{
    private static readonly TimeSpan TidyPace = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, JobOnHand> _jobs = new();
    private readonly ConcurrentDictionary<long, CallOnHand> _calls = new();
    private long _tidied = options.Engine.Time.GetTimestamp();
    private readonly Lazy<KeptArtifacts> _kept = new(() => new KeptArtifacts(
        engine.Result.Results.Artifacts, Path.Join(options.DataFolder, "artifacts"), options.Engine.OutputFolder, sentence => outbox.Tell(new WorkerLogged("warning", sentence))));

    /// <summary>Where what is told goes.</summary>
    public Outbox Outbox { get; } = outbox;

    /// <summary>The engine, once it is open.</summary>
    public Task<Engine> Engine { get; } = engine;

    /// <summary>Cancelled when the worker ends: its jobs go on in another.</summary>
    public CancellationToken Stopping { get; } = stopping;

    /// <summary>How long calls that were told to stop may go on.</summary>
    public TimeSpan Grace => options.Grace;

    /// <summary>Keeps what events name; there once the engine is open.</summary>
    public KeptArtifacts Kept => _kept.Value;

    /// <summary>Where the output names of a job are noted.</summary>
    public string OutputJournalOf(Guid job) => Path.Join(options.DataFolder, "outputs", job.ToString());

    /// <summary>Says something outside of jobs.</summary>
    public void Report(string sentence) => Outbox.Tell(new WorkerLogged("warning", sentence));

    /// <summary>Begins a job on the pool.</summary>
    public void Start(StartJob start, ReadOnlyMemory<byte> document)
    {
        var job = new JobOnHand(start, document, this);
        if (!_jobs.TryAdd(start.Job, job))
        {
            Report($"Job {start.Job} was started a second time while it runs; that was passed over.");
            job.Dispose();
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Desk.RunAsync(work.Id, work.Job), (Desk: this, Id: start.Job, Job: job), preferLocal: false);
    }

    /// <summary>Stops a job; nothing where the worker does not have it.</summary>
    public void Cancel(Guid id)
    {
        if (_jobs.TryGetValue(id, out var job))
        {
            job.Cancel();
        }
    }

    /// <summary>Begins a call of a capability on the pool.</summary>
    public void Call(CallCapability command, ReadOnlyMemory<byte> request)
    {
        var call = new CallOnHand(command, request, Outbox, Stopping);
        if (!_calls.TryAdd(command.Call, call))
        {
            Report($"Call {command.Call} was begun a second time while it goes on; that was passed over.");
            call.Dispose();
            return;
        }

        _ = Task.Run(async () =>
        {
            await call.RunAsync(Engine);
            _calls.TryRemove(command.Call, out _);
            call.Dispose();
        });
    }

    /// <summary>Ends a call; nothing where the worker does not have it.</summary>
    public void Cancel(CancelCall cancel)
    {
        if (_calls.TryGetValue(cancel.Call, out var call))
        {
            call.Cancel();
        }
    }

    /// <summary>Lets a call tell more; nothing where the worker does not have it.</summary>
    public void Read(ReadOn read)
    {
        if (_calls.TryGetValue(read.Call, out var call))
        {
            call.Read(read.Bytes);
        }
    }

    /// <summary>Answers what is wrong with a graph, on the pool.</summary>
    public void Check(CheckGraph question, ReadOnlyMemory<byte> document) => _ = Task.Run(async () =>
    {
        try
        {
            var graph = await JobGraph.ReadAsync(await Engine, document, question.Terms, Stopping);
            Outbox.Tell(new GraphChecked(question.Request, graph.Problems));
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
        catch (Exception bug)
        {
            // A fault of ours. The question stays unanswered: the run will say more, or fail with the same story.
            Report($"A graph could not be checked because of a bug: {bug}");
        }
    });

    /// <summary>Lets go of memory, on the pool.</summary>
    public void Free(FreeMemory what) => _ = Task.Run(async () =>
    {
        try
        {
            var engine = await Engine;
            if (what.Results)
            {
                engine.FreeResults();
            }

            if (what.Models)
            {
                await engine.Shelf.UnloadIdleAsync();
            }
        }
        catch (Exception fault) when (!Stopping.IsCancellationRequested)
        {
            // Models are freed by plugins' code, which may throw anything; what it did not free is its loss.
            Report($"Memory could not be freed: {fault.Message}");
        }
    });

    /// <summary>Keeps models in memory or lets them go, on the pool.</summary>
    public void Keep(KeepModel what) => _ = Task.Run(async () =>
    {
        try
        {
            Outbox.Tell(new ModelKept(what.Request, await (await Engine).Shelf.KeepAsync(what)));
        }
        catch (Exception fault) when (!Stopping.IsCancellationRequested)
        {
            // As above: models are freed by plugins' code.
            Report($"'{what.Name}' could not be dealt with: {fault.Message}");
        }
    });

    /// <summary>Tells what the machine has, on the pool.</summary>
    public void Look(LookAtDevices what) => _ = Task.Run(async () =>
    {
        try
        {
            Outbox.Tell(new DevicesTold(what.Request, await DeviceLook.Around(options.Engine.MemoryBudget, options.Engine.Time).LookAsync(Stopping)));
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
    });

    /// <summary>Ends when no job is left.</summary>
    public Task EmptyAsync() => Task.WhenAll(_jobs.Values.Select(job => job.Ended));

    private async Task RunAsync(Guid id, JobOnHand job)
    {
        var end = await job.RunAsync();

        // Before it is told: the server may start it again at once.
        _jobs.TryRemove(id, out _);
        job.Tell(end);
        job.Dispose();
        if (_jobs.IsEmpty)
        {
            await TidyNowAndThenAsync();
        }
    }

    /// <summary>A worker may live for months: its cache is looked after whenever there is nothing to do, but not all the time.</summary>
    private async Task TidyNowAndThenAsync()
    {
        var (now, last) = (options.Engine.Time.GetTimestamp(), Volatile.Read(ref _tidied));
        if (options.Engine.Time.GetElapsedTime(last, now) < TidyPace || Interlocked.CompareExchange(ref _tidied, now, last) != last)
        {
            return;
        }

        try
        {
            await (await Engine).TrimAsync();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Report($"The cache could not be looked after: {fault.Message}");
        }
    }
}
