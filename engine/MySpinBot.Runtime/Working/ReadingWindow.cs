namespace MySpinBot.Runtime.Working;

/// <summary>How much may be told before the one who hears has read some of it. A reader that does not read keeps its own call waiting, and costs nothing else.</summary>
internal sealed class ReadingWindow(long size)
{
    private readonly Lock _gate = new();
    private long _left = size;
    private TaskCompletionSource? _room;

    /// <summary>Notes that so much was told.</summary>
    public void Tell(int bytes)
    {
        lock (_gate)
        {
            _left -= bytes;
        }
    }

    /// <summary>Notes that so much was read.</summary>
    public void Read(int bytes)
    {
        TaskCompletionSource? room = null;
        lock (_gate)
        {
            _left += Math.Max(0, bytes);
            if (_left > 0)
            {
                (room, _room) = (_room, null);
            }
        }

        room?.TrySetResult();
    }

    /// <summary>Waits, without a thread, until something may be told. One call waits at a time.</summary>
    public ValueTask RoomAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _left > 0 ? ValueTask.CompletedTask
                : new ValueTask((_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellation));
        }
    }
}
