using System.Collections.Concurrent;

namespace MySpinBot.Server.Comfy.Live;

/// <summary>Who is there, so that news for nobody cost a look-up and no more. Safe from any thread; which socket it is, only the hub's own thread knows.</summary>
internal sealed class SocketRegister
{
    private readonly ConcurrentDictionary<(string Owner, string? ClientId), int> _there = new();
    private int _count;

    /// <summary>How many sockets there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether an owner has a socket; of a client, if one is named.</summary>
    public bool Has(string owner, string? clientId) => _there.ContainsKey((owner, clientId));

    /// <summary>Takes note of a socket.</summary>
    public void Add(ComfySocket socket)
    {
        Interlocked.Increment(ref _count);
        Change((socket.Owner, socket.ClientId), 1);
        Change((socket.Owner, null), 1);
    }

    /// <summary>Forgets a socket.</summary>
    public void Remove(ComfySocket socket)
    {
        Change((socket.Owner, socket.ClientId), -1);
        Change((socket.Owner, null), -1);
        Interlocked.Decrement(ref _count);
    }

    private void Change((string Owner, string? ClientId) who, int by)
    {
        _there.AddOrUpdate(who, static (_, first) => first, static (_, count, more) => count + more, by);
        _there.TryRemove(new KeyValuePair<(string, string?), int>(who, 0));
    }
}
