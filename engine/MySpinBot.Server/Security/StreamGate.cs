namespace MySpinBot.Server.Security;

/// <summary>Counts live streams: WebSockets, event streams, streams of the hub. Safe from any thread.</summary>
public sealed class StreamGate(int most)
{
    private int _open;

    /// <summary>How many there are.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Opens one more; dispose it when it ends.</summary>
    /// <exception cref="ServerRefusal">There are too many.</exception>
    public IDisposable Enter()
    {
        if (Interlocked.Increment(ref _open) > most)
        {
            Interlocked.Decrement(ref _open);
            throw new ServerRefusal(RefusalKind.TooMany, "too_many_streams", $"The server has {most} live streams already; close one, or try again later.") { RetryAfter = TimeSpan.FromSeconds(5) };
        }

        return new Place(this);
    }

    private sealed class Place(StreamGate gate) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                Interlocked.Decrement(ref gate._open);
            }
        }
    }
}
