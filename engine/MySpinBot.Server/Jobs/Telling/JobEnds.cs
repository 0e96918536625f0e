namespace MySpinBot.Server.Jobs.Telling;

/// <summary>Those who wait for the ends of jobs. All who wait for one job share a task. Safe from any thread.</summary>
internal sealed class JobEnds
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Wait> _waits = [];
    private volatile int _count;
    private bool _isClosed;

    /// <summary>Waits until it is told that a job has ended, from when this is called until it is disposed.</summary>
    public Wait Enter(Guid job)
    {
        lock (_gate)
        {
            if (!_waits.TryGetValue(job, out var wait))
            {
                _waits.Add(job, wait = new Wait(this, job));
                _count = _waits.Count;
            }

            wait.Holders++;
            if (_isClosed)
            {
                wait.End();
            }

            return wait;
        }
    }

    /// <summary>A job has ended, and that is on disk. Costs nothing where nobody waits.</summary>
    public void Tell(Guid job)
    {
        if (_count == 0)
        {
            return;
        }

        Wait? wait;
        lock (_gate)
        {
            wait = _waits.GetValueOrDefault(job);
        }

        wait?.End();
    }

    /// <summary>The server stops: nobody waits any longer.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var wait in _waits.Values)
            {
                wait.End();
            }
        }
    }

    /// <summary>The end of a job that is waited for.</summary>
    internal sealed class Wait(JobEnds ends, Guid job) : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when the job has ended.</summary>
        public Task Ended => _ended.Task;

        /// <summary>How many wait. Under the lock of all.</summary>
        public int Holders { get; set; }

        public void End() => _ended.TrySetResult();

        public void Dispose()
        {
            lock (ends._gate)
            {
                if (--Holders == 0 && ends._waits.Remove(job))
                {
                    ends._count = ends._waits.Count;
                }
            }
        }
    }
}
