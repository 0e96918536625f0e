using MySpinBot.Core.Jobs;

namespace MySpinBot.Server.Jobs.Live;

/// <summary>What of a job waits to be stored, in order. One step at a time is under way to the disk; what comes meanwhile is gathered into the next, so a job that tells much costs few steps,
/// and one that could not be stored has nothing behind it that was. Safe from any thread.</summary>
internal sealed class StepLine(Job job)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<UnstoredStep> _waiting = [];
    private UnstoredStep? _underWay;
    private bool _isBusy;
    private Job _stored = job;
    private volatile Job _now = job;

    /// <summary>The job with all changes that are under way, but for an end: that is not so before it is stored.</summary>
    public Job Now => _now;

    /// <summary>Whether something of it is not stored and told yet.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _isBusy;
            }
        }
    }

    /// <summary>Has a step stored behind all others.</summary>
    /// <returns>Whether nobody sees to this line yet: the caller has to.</returns>
    public bool Put(UnstoredStep step)
    {
        lock (_gate)
        {
            _now = With(_now, step.Change);
            if (_waiting.Last is not { } last || !last.Value.TryTake(step))
            {
                _waiting.AddLast(step);
            }

            var isFirst = !_isBusy;
            _isBusy = true;
            return isFirst;
        }
    }

    /// <summary>Has something transient told behind what waits to be stored.</summary>
    /// <returns>False where nothing waits: it can be told at once.</returns>
    public bool TryPass(JobNews news)
    {
        lock (_gate)
        {
            if ((_waiting.Last?.Value ?? _underWay) is not { } step)
            {
                return false;
            }

            step.Pass(news);
            return true;
        }
    }

    /// <summary>The next step to store; null where there is none, and nobody sees to the line any more.</summary>
    public UnstoredStep? Next()
    {
        lock (_gate)
        {
            _underWay = _waiting.First?.Value;
            if (_underWay is null)
            {
                _isBusy = false;
                return null;
            }

            _waiting.RemoveFirst();
            return _underWay;
        }
    }

    /// <summary>What is to be told behind a step that is stored; null for nothing: whatever comes from then on is told behind the next, or at once.</summary>
    public List<JobNews>? Behind(UnstoredStep step)
    {
        lock (_gate)
        {
            if (step.TakePassing() is { } passing)
            {
                return passing;
            }

            _underWay = null;
            return null;
        }
    }

    /// <summary>Takes note of the job as it is stored.</summary>
    public void Stored(Job stored)
    {
        lock (_gate)
        {
            _stored = stored;
            Fold();
        }
    }

    /// <summary>Takes note that the step under way is not stored, and will not be.</summary>
    public void Refused()
    {
        lock (_gate)
        {
            _underWay = null;
            Fold();
        }
    }

    /// <summary>Drops the events that wait and belong to no change, and says how many bytes that were.</summary>
    public long DropEvents()
    {
        lock (_gate)
        {
            var dropped = 0L;
            for (var at = _waiting.First; at is not null;)
            {
                var next = at.Next;
                if (at.Value is { Change: null, Asked: null })
                {
                    dropped += at.Value.Bytes;
                    _waiting.Remove(at);
                }

                at = next;
            }

            return dropped;
        }
    }

    private void Fold()
    {
        var now = _stored;
        foreach (var step in _waiting)
        {
            now = With(now, step.Change);
        }

        _now = now;
    }

    private static Job With(Job job, JobChange? change) => change is null or JobEnded ? job : job.After(change) ?? job;
}
