namespace MySpinBot.Server.Jobs;

// How the desk comes to rest.
public sealed partial class JobDesk
{
    private bool _isDraining;

    /// <summary>Whether nothing new is taken any more, because the server is being stopped.</summary>
    public bool IsStopping
    {
        get
        {
            lock (_gate)
            {
                return _isDraining || _isStopping;
            }
        }
    }

    /// <summary>How many wait, and how many a worker has.</summary>
    public (int Waiting, int Running) Counts
    {
        get
        {
            lock (_gate)
            {
                return (_queue.Count, _running.Count);
            }
        }
    }

    /// <summary>Takes nothing new, gives no more turns, and lets those that run come to their end. What waits keeps its place for the next start.</summary>
    /// <param name="patience">How long is waited for them.</param>
    /// <param name="cut">Ends the waiting.</param>
    /// <returns>Whether none runs any more.</returns>
    public async Task<bool> DrainAsync(TimeSpan patience, CancellationToken cut)
    {
        lock (_gate)
        {
            _isDraining = true;
        }

        var empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        QueueChanged += Look;
        try
        {
            Look();
            await empty.Task.WaitAsync(patience, _options.Time, cut);
            return true;
        }
        catch (Exception over) when (over is TimeoutException or OperationCanceledException)
        {
            return false;
        }
        finally
        {
            QueueChanged -= Look;
        }

        void Look()
        {
            if (Counts.Running == 0)
            {
                empty.TrySetResult();
            }
        }
    }
}
