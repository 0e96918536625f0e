namespace MySpinBot.Server.Answers;

/// <summary>How many live streams (SSE, SignalR, WebSockets) there are. Each takes a place and gives it back.</summary>
internal sealed class LiveStreams(ServerOptions options)
{
    private int _taken;

    /// <summary>How many there are now.</summary>
    public int Count => Volatile.Read(ref _taken);

    /// <summary>Takes a place until it is disposed.</summary>
    /// <exception cref="ServerRefusal">All are taken.</exception>
    public IDisposable Take()
    {
        if (Interlocked.Increment(ref _taken) <= options.Limits.Streams)
        {
            return new Place(this);
        }

        Interlocked.Decrement(ref _taken);
        throw new ServerRefusal(RefusalKind.TooMany, "too_many_streams", $"There are {options.Limits.Streams} live streams already, which is the most that the server has; close one, or try again later.")
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };
    }

    private sealed class Place(LiveStreams streams) : IDisposable
    {
        private LiveStreams? _streams = streams;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _streams, null) is { } from)
            {
                Interlocked.Decrement(ref from._taken);
            }
        }
    }
}
