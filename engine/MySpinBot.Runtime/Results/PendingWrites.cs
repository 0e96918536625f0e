using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Large values on their way to the artifact store. They can be read from here until they are there; a caller who is much faster than the disk writes his own.</summary>
internal sealed class PendingWrites(ArtifactStore store, Action<string> report)
{
    private const long MostBytes = 256L << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<ContentId, Payload> _waiting = [];
    private readonly Queue<ContentId> _order = [];
    private Task _work = Task.CompletedTask;
    private long _bytes;
    private bool _isWorking;

    /// <summary>Whether a value waits.</summary>
    public bool Contains(ContentId id)
    {
        lock (_gate)
        {
            return _waiting.ContainsKey(id);
        }
    }

    /// <summary>Takes over a value's bytes.</summary>
    public void Add(ContentId id, Payload payload)
    {
        lock (_gate)
        {
            if (!_waiting.TryAdd(id, payload))
            {
                payload.Release();
                return;
            }

            _bytes += payload.Length;
            if (_bytes <= MostBytes)
            {
                _order.Enqueue(id);
                if (!_isWorking)
                {
                    _isWorking = true;
                    _work = Task.Run(Work);
                }

                return;
            }
        }

        Write(id, payload);
    }

    /// <summary>The bytes of a value that waits, held for the caller; null where it does not.</summary>
    public Payload? Hold(ContentId id)
    {
        lock (_gate)
        {
            return _waiting.TryGetValue(id, out var payload) && payload.TryHold() ? payload : null;
        }
    }

    /// <summary>Ends when what waits now has been written.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            return _work;
        }
    }

    private void Work()
    {
        while (true)
        {
            ContentId id;
            Payload payload;
            lock (_gate)
            {
                if (!_order.TryDequeue(out id))
                {
                    _isWorking = false;
                    return;
                }

                payload = _waiting[id];
            }

            Write(id, payload);
        }
    }

    private void Write(ContentId id, Payload payload)
    {
        try
        {
            store.Put(id, payload);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            report($"A result of {payload.Length} bytes could not be kept: {DiskFault.Explain(fault, store.Folder.Path)} It is made again when it is wanted.");
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove(id);
                _bytes -= payload.Length;
            }

            payload.Release();
        }
    }
}
