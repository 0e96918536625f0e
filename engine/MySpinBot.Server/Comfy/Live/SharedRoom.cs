namespace MySpinBot.Server.Comfy.Live;

/// <summary>How many bytes wait for the readers of all sockets together, bounded. Safe from any thread.</summary>
/// <param name="most">How many may.</param>
internal sealed class SharedRoom(long most)
{
    private long _taken;

    /// <summary>How many wait.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes room.</summary>
    /// <returns>False where there is none.</returns>
    public bool TryTake(long bytes)
    {
        if (bytes == 0 || Interlocked.Add(ref _taken, bytes) <= most)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    /// <summary>Takes room, whether there is any or not.</summary>
    public void Take(long bytes) => Interlocked.Add(ref _taken, bytes);

    /// <summary>Gives room back.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
