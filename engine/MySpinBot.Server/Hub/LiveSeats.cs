using Microsoft.AspNetCore.SignalR;
using MySpinBot.Server.Answers;

namespace MySpinBot.Server.Hub;

/// <summary>Streams of one connection are bounded, and all together are.</summary>
internal sealed class LiveSeats(LiveStreams streams)
{
    private const int MostOfAConnection = 64;

    private static readonly object Key = new();

    /// <summary>Takes a place for a stream until it is disposed.</summary>
    /// <exception cref="ServerRefusal">All are taken.</exception>
    public IDisposable Take(HubCallerContext connection)
    {
        Tally count;
        lock (connection.Items)
        {
            count = connection.Items.TryGetValue(Key, out var known) ? (Tally)known! : new Tally();
            connection.Items[Key] = count;
        }

        var number = Interlocked.Increment(ref count.Streams);
        if (number > MostOfAConnection)
        {
            Interlocked.Decrement(ref count.Streams);
            throw new ServerRefusal(RefusalKind.TooMany, "too_many_streams", $"This connection has {MostOfAConnection} streams, which is the most that one may have; end one first.");
        }

        try
        {
            return new Seat(count, number == 1 ? null : streams.Take()); // the connection has a place itself
        }
        catch
        {
            Interlocked.Decrement(ref count.Streams); // whoever was refused has no stream
            throw;
        }
    }

    private sealed class Tally
    {
        public int Streams;
    }

    private sealed class Seat(Tally count, IDisposable? place) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                Interlocked.Decrement(ref count.Streams);
                place?.Dispose();
            }
        }
    }
}
