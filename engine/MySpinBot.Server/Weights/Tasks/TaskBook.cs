using System.Collections.Concurrent;
using MySpinBot.Server.Weights.Records;

namespace MySpinBot.Server.Weights.Tasks;

/// <summary>All tasks, those that run and the last that have ended. On disk, so that a restart tells what was interrupted.</summary>
internal sealed class TaskBook
{
    private const int MostOpen = 50;
    private const int MostKept = 100;

    private readonly ConcurrentDictionary<Guid, WeightTask> _tasks = new();
    private readonly JsonRecord<WeightTask> _file;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();

    public TaskBook(string path, TimeProvider time, Action<string> report)
    {
        (_file, _time) = (new JsonRecord<WeightTask>(path, MostKept, report), time);
        foreach (var (_, task) in _file.All())
        {
            _tasks[task.Id] = task.HasEnded ? task : task with { State = "interrupted", EndedAt = time.GetUtcNow(), Reason = "The server was stopped meanwhile. Ask again: a pull goes on where it ended." };
        }
    }

    /// <summary>Told, on any thread, when a task has changed.</summary>
    public event Action? Changed;

    /// <summary>An owner's tasks, the latest first.</summary>
    public IReadOnlyList<WeightTask> Of(string owner, string act)
        => [.. _tasks.Values.Where(task => task.Owner == owner && task.Act == act).OrderByDescending(task => task.CreatedAt).ThenByDescending(task => task.Id)];

    /// <summary>A task; null where there is none of that id.</summary>
    public WeightTask? Find(Guid id) => _tasks.GetValueOrDefault(id);

    /// <summary>Takes a task in.</summary>
    /// <exception cref="ServerRefusal">There are too many.</exception>
    public void Add(WeightTask task)
    {
        lock (_gate)
        {
            if (_tasks.Values.Count(each => !each.HasEnded) >= MostOpen)
            {
                throw new ServerRefusal(RefusalKind.TooMany, "too_many_tasks", $"{MostOpen} pulls and checks of models wait or run, which is the most that are taken; try again later.") { RetryAfter = TimeSpan.FromSeconds(30) };
            }

            _tasks[task.Id] = task;
            foreach (var old in _tasks.Values.Where(each => each.HasEnded).OrderBy(each => each.CreatedAt).Take(_tasks.Count - MostKept).ToList())
            {
                _tasks.TryRemove(old.Id, out _);
            }
        }

        _file.Set((task.Id.ToString("D"), task));
        Changed?.Invoke();
    }

    /// <summary>Changes a task that has not ended.</summary>
    public void Change(Guid id, Func<WeightTask, WeightTask> change)
    {
        WeightTask? after;
        lock (_gate)
        {
            if (!_tasks.TryGetValue(id, out var before) || before.HasEnded)
            {
                return;
            }

            after = change(before);
            after = after.HasEnded ? after with { EndedAt = _time.GetUtcNow(), Rate = null } : after;
            _tasks[id] = after;
        }

        if (after.HasEnded)
        {
            _file.Set((id.ToString("D"), after));
        }

        Changed?.Invoke();
    }
}
