using MySpinBot.Server.Files;
using MySpinBot.Server.Outbound;
using MySpinBot.Server.Weights.Pulling;

namespace MySpinBot.Server.Weights.Tasks;

/// <summary>Pulls and checks of models on the server. Who pulls what is being pulled already joins that; nothing is fetched twice at one time.</summary>
internal sealed class WeightTasks : IAsyncDisposable
{
    private const int PullsAtOnce = 3;
    private const int MostChecked = 5_000;

    private readonly Lazy<WeightStore> _store;
    private readonly TaskBook _book;
    private readonly TimeProvider _time;
    private readonly Action<string> _report;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Transfer> _transfers = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, CancellationTokenSource> _checks = [];
    private readonly List<Task> _running = [];
    private readonly SemaphoreSlim _pulling = new(PullsAtOnce), _checking = new(1);
    private bool _isStopping;

    public WeightTasks(ServerOptions options, ServerFolders folders)
    {
        (_time, _report) = (options.Time, options.Report);
        _book = new TaskBook(Path.Join(folders.Data, "weights", "tasks.json"), options.Time, options.Report);
        var about = new WeightOptions
        {
            Folders = folders.Models,
            DataFolder = folders.Data,
            Manifests = options.ModelManifests,
            Outbound = OutboundRules.Allowing(options.ModelHosts),
            FreeDiskBytes = options.Limits.FreeDiskBytes,
            Time = options.Time,
            Report = options.Report,
        };

        // Reading manifests takes longer than the rest of a server's start, so that waits until somebody asks; but whoever has written one is to hear at once what is wrong with it.
        _store = new Lazy<WeightStore>(() => new WeightStore(about));
        _ = options.ModelManifests.Count > 0 ? _store.Value : null;
    }

    /// <summary>The files.</summary>
    public WeightStore Store => _store.Value;

    /// <summary>Told, on any thread, when a task has changed.</summary>
    public event Action? Changed
    {
        add => _book.Changed += value;
        remove => _book.Changed -= value;
    }

    /// <summary>An owner's tasks, the latest first.</summary>
    public IReadOnlyList<WeightTask> Of(string owner, string act) => _book.Of(owner, act);

    /// <summary>A task of an owner.</summary>
    /// <exception cref="ServerRefusal">He has none of that id.</exception>
    public WeightTask Find(string owner, string act, string id)
        => Guid.TryParse(id, out var known) && _book.Find(known) is { } task && task.Owner == owner && task.Act == act ? task
            : throw new ServerRefusal(RefusalKind.Missing, "unknown_task", $"There is no {(act == "pull" ? "pull" : "verification")} {Core.Sentences.Shown.Name(id)}. Only the last ones are remembered.");

    /// <summary>Begins to pull.</summary>
    /// <exception cref="ServerRefusal">It cannot be pulled, or not now.</exception>
    public WeightTask Pull(string owner, PullWish wish)
    {
        var plan = Store.Plan(wish with { By = owner });
        var task = NewTask(owner, "pull") with { Kind = plan.Kind, File = plan.File, Model = plan.Entry?.Name };
        lock (_gate)
        {
            if (_transfers.GetValueOrDefault(plan.Path) is { } under)
            {
                if (under.Stop.IsCancellationRequested || !under.IsSame(plan))
                {
                    throw new ServerRefusal(RefusalKind.Conflict, "being_pulled", $"Something else is being pulled as '{plan.File}' at this moment, or its pull is just being ended; ask again when that has ended, or give another name.");
                }

                if (_book.Of(owner, "pull").FirstOrDefault(each => under.Tasks.Contains(each.Id)) is { } own)
                {
                    return own;
                }

                _book.Add(task);
                under.Tasks.Add(task.Id);
                return task;
            }

            Refuse(_isStopping);
            _book.Add(task);
            var transfer = _transfers[plan.Path] = new Transfer(plan, task.Id);
            Run(() => PullAsync(transfer));
        }

        return task;
    }

    /// <summary>Begins to check files.</summary>
    /// <exception cref="ServerRefusal">Not now.</exception>
    public WeightTask Verify(string owner, IReadOnlyList<WeightFile> files)
    {
        if (files.Count > MostChecked)
        {
            throw new ServerRefusal(RefusalKind.Meaningless, "too_many_files", $"There are {files.Count} models; at most {MostChecked} are checked at once. Say of which kind, or which one.");
        }

        var only = files.Count == 1 ? files[0] : null;
        var kind = files.Select(file => file.Kind).Distinct(StringComparer.Ordinal).Take(2).ToList();
        var task = NewTask(owner, "verify") with { Kind = kind.Count == 1 ? kind[0] : null, File = only?.Name, Progress = new PullProgress("waiting", 0, files.Sum(file => file.Bytes)) };
        lock (_gate)
        {
            Refuse(_isStopping);
            _book.Add(task);
            var stop = _checks[task.Id] = new CancellationTokenSource();
            Run(() => VerifyAsync(task.Id, files, stop.Token));
        }

        return task;
    }

    /// <summary>Cancels a task. What came of a pull is kept for the next.</summary>
    /// <exception cref="ServerRefusal">It has ended.</exception>
    public WeightTask Cancel(WeightTask task)
    {
        if (task.HasEnded)
        {
            throw new ServerRefusal(RefusalKind.Conflict, "task_has_ended", $"It is {task.State} already, so there is nothing to cancel.");
        }

        _book.Change(task.Id, before => before with { State = "cancelled" });
        lock (_gate)
        {
            _checks.GetValueOrDefault(task.Id)?.Cancel();
            foreach (var transfer in _transfers.Values.Where(transfer => transfer.Tasks.Remove(task.Id) && transfer.Tasks.Count == 0))
            {
                transfer.Stop.Cancel();
            }
        }

        return _book.Find(task.Id) ?? task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (_gate)
        {
            _isStopping = true;
            foreach (var stop in _checks.Values.Concat(_transfers.Values.Select(transfer => transfer.Stop)))
            {
                stop.Cancel();
            }

            running = [.. _running];
        }

        await Task.WhenAll(running);
        _pulling.Dispose();
        _checking.Dispose();
    }

    private static void Refuse(bool isStopping)
    {
        if (isStopping)
        {
            throw new ServerRefusal(RefusalKind.Unavailable, "stopping", "The server is being stopped; ask again when it is there again.");
        }
    }

    private WeightTask NewTask(string owner, string act) => new() { Id = Guid.CreateVersion7(_time.GetUtcNow()), Owner = owner, Act = act, CreatedAt = _time.GetUtcNow(), Progress = new PullProgress("waiting", 0, null) };

    private void Run(Func<Task> work)
    {
        _running.RemoveAll(task => task.IsCompleted);
        _running.Add(Task.Run(work));
    }

    private async Task PullAsync(Transfer transfer)
    {
        var pace = new Pace(_time);
        await EndAsync(transfer, () => Holders(transfer), async () =>
        {
            await _pulling.WaitAsync(transfer.Stop.Token);
            try
            {
                ForAll(Holders(transfer), task => task with { State = "running" });
                var pulled = await Store.PullAsync(
                    transfer.Plan,
                    progress =>
                    {
                        var rate = pace.After(progress);
                        ForAll(Holders(transfer), task => task with { State = "running", Progress = progress, Rate = rate });
                    },
                    transfer.Stop.Token);
                return task => task with { State = "succeeded", Pulled = pulled, Progress = new PullProgress("done", pulled.Bytes, pulled.Bytes) };
            }
            finally
            {
                _pulling.Release();
            }
        });
        transfer.Stop.Dispose();
    }

    private Guid[] Holders(Transfer transfer)
    {
        lock (_gate)
        {
            return [.. transfer.Tasks];
        }
    }

    private async Task VerifyAsync(Guid id, IReadOnlyList<WeightFile> files, CancellationToken cancellation)
    {
        var (pace, verdicts, before, total) = (new Pace(_time), new List<Verdict>(), 0L, files.Sum(file => file.Bytes));
        await EndAsync(null, () => [id], async () =>
        {
            await _checking.WaitAsync(cancellation);
            try
            {
                foreach (var file in files)
                {
                    verdicts.Add(await Store.VerifyAsync(file, read => Tell(file, before + read), cancellation));
                    before += file.Bytes;
                    IReadOnlyList<Verdict> soFar = [.. verdicts];
                    _book.Change(id, task => task with { State = "running", Verdicts = soFar });
                }

                return task => task with { State = "succeeded", Progress = new PullProgress("done", total, total) };
            }
            finally
            {
                _checking.Release();
            }
        });
        lock (_gate)
        {
            _checks.Remove(id, out var stop);
            stop?.Dispose();
        }

        void Tell(WeightFile file, long done)
        {
            var progress = new PullProgress("checking", done, total, $"{file.Kind}/{file.Name}");
            var rate = pace.After(progress);
            _book.Change(id, task => task with { State = "running", Progress = progress, Rate = rate });
        }
    }

    private async Task EndAsync(Transfer? transfer, Func<Guid[]> ids, Func<Task<Func<WeightTask, WeightTask>>> work)
    {
        Func<WeightTask, WeightTask> end;
        try
        {
            end = await work();
        }
        catch (OperationCanceledException)
        {
            end = task => task with { State = "interrupted", Reason = "The server was stopped meanwhile. Ask again: a pull goes on where it ended." };
        }
        catch (ServerRefusal refusal)
        {
            end = task => task with { State = "failed", Code = refusal.Code, Reason = refusal.Message };
        }
        catch (Exception bug)
        {
            // Nobody awaits this: whoever asked, and whoever runs the server, are to hear of it.
            _report($"A model could not be dealt with because of a bug: {bug}");
            end = task => task with { State = "failed", Code = "bug", Reason = $"The server has a bug: {bug.Message}" };
        }

        // Whoever asks from here on begins anew.
        Guid[] ended;
        lock (_gate)
        {
            ended = ids();
            if (transfer is not null)
            {
                _transfers.Remove(transfer.Plan.Path);
            }
        }

        ForAll(ended, end);
    }

    private void ForAll(IEnumerable<Guid> ids, Func<WeightTask, WeightTask> change)
    {
        foreach (var id in ids)
        {
            _book.Change(id, change);
        }
    }
}
