namespace MySpinBot.Language;

/// <summary>Something else than text that is wanted of a model's memory: done by its thread, a step at a time between those of others.</summary>
/// <param name="cancellation">Ends it before its next step.</param>
internal abstract class LoopWork(CancellationToken cancellation)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it is done, or with what went wrong.</summary>
    public Task Done => _done.Task;

    /// <summary>Whether it waits for room in the memory.</summary>
    public bool IsHeldUp { get; protected set; }

    /// <summary>Does a step of it.</summary>
    /// <returns>Whether it is over.</returns>
    public bool Step(StepContext context, IPrefixes prefixes)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            if (!Do(context, prefixes))
            {
                return false;
            }

            _done.TrySetResult();
        }
        catch (Exception failure)
        {
            // Whoever waits for it is told; the thread goes on with what others want.
            Leave(prefixes);
            Fail(failure);
        }

        return true;
    }

    /// <summary>Tells whoever waits that nothing will come of it.</summary>
    public void Fail(Exception failure) => _done.TrySetException(failure);

    /// <summary>Does a step.</summary>
    /// <returns>Whether it is done; if not it comes again.</returns>
    protected abstract bool Do(StepContext context, IPrefixes prefixes);

    /// <summary>Gives back what it holds of the memory.</summary>
    protected virtual void Leave(IPrefixes prefixes)
    {
    }
}
