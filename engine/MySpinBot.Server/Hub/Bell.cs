namespace MySpinBot.Server.Hub;

/// <summary>Lets any number of readers wait for the next change. Ringing costs next to nothing, and what rings several times before a reader comes by is one change for him.</summary>
internal sealed class Bell
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isAwaited;
    private long _rings;

    /// <summary>How often it rang.</summary>
    public long Rings => Volatile.Read(ref _rings);

    /// <summary>Done with the next ring. Take it before looking at what may change.</summary>
    public Task Next
    {
        get
        {
            // In this order: a ring in between completes the task that was taken.
            var next = Volatile.Read(ref _next).Task;
            Interlocked.Exchange(ref _isAwaited, 1);
            return next;
        }
    }

    /// <summary>Something has changed.</summary>
    public void Ring()
    {
        Interlocked.Increment(ref _rings);
        if (Interlocked.Exchange(ref _isAwaited, 0) != 0)
        {
            Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
