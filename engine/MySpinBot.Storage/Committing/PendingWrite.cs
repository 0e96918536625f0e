namespace MySpinBot.Storage.Committing;

/// <summary>A write that waits for its commit.</summary>
internal abstract class PendingWrite
{
    /// <summary>Does it. May be done again in another transaction where the first one failed.</summary>
    public abstract void Apply(WriteTransaction transaction);

    /// <summary>Says that it is committed.</summary>
    public abstract void Complete();

    /// <summary>Says that it is not.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>A write that gives something.</summary>
internal sealed class PendingWrite<T>(Func<WriteTransaction, T> write) : PendingWrite
{
    // Whoever waits goes on elsewhere: the thread that writes has the next group to see to.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override void Apply(WriteTransaction transaction) => _result = write(transaction);

    public override void Complete() => _done.SetResult(_result!);

    public override void Fail(Exception error) => _done.SetException(error);
}
