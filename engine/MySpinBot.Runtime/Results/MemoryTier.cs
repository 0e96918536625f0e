using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Values as objects, bounded in bytes. Of the few least recently used the largest goes first. What cannot be read back (<paramref name="isLost"/>) stays while a run pins it.</summary>
/// <param name="mostBytes">The bound.</param>
/// <param name="isLost">Whether a value would be gone for good without its object.</param>
internal sealed class MemoryTier(long mostBytes, Func<ContentId, bool> isLost)
{
    private const int Candidates = 8;
    private const int LeastSize = 160;

    private readonly Lock _gate = new();
    private readonly Dictionary<ContentId, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    /// <summary>Bytes that the values take, roughly.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>The object of this id.</summary>
    public bool TryGet(ContentId id, out object? value)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out var node))
            {
                value = null;
                return false;
            }

            if (node.Next is not null)
            {
                _byUse.Remove(node);
                _byUse.AddLast(node);
            }

            value = node.ValueRef.Object;
            return true;
        }
    }

    /// <summary>Whether there is an object of this id.</summary>
    public bool Contains(ContentId id)
    {
        lock (_gate)
        {
            return _entries.ContainsKey(id);
        }
    }

    /// <summary>Keeps an object; one that is there already under this id is replaced.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="value">The object.</param>
    /// <param name="size">Bytes that it takes.</param>
    /// <param name="pins">The run that needs it, if one does.</param>
    public void Add(ContentId id, object? value, long size, Pins? pins)
    {
        lock (_gate)
        {
            size = Math.Max(size, LeastSize);
            ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, id, out _);
            if (node is not null)
            {
                _bytes += size - node.ValueRef.Size;
                (node.ValueRef.Object, node.ValueRef.Size) = (value, size);
                _byUse.Remove(node);
                _byUse.AddLast(node);
            }
            else
            {
                node = _byUse.AddLast(new Entry(id, value, size));
                _bytes += size;
            }

            node.ValueRef.Pins += pins is not null && pins.Ids.Add(id) ? 1 : 0;
            Shrink(node);
        }
    }

    /// <summary>Lets go of what a run pinned.</summary>
    public void Unpin(IEnumerable<ContentId> ids)
    {
        lock (_gate)
        {
            foreach (var id in ids)
            {
                if (_entries.TryGetValue(id, out var node) && node.ValueRef.Pins > 0)
                {
                    node.ValueRef.Pins--;
                }
            }

            Shrink(null);
        }
    }

    /// <summary>Drops every value that matches, pinned or not.</summary>
    public int Drop(Func<object, bool> matches)
    {
        lock (_gate)
        {
            var dropped = _byUse.Where(entry => entry.Object is { } value && matches(value)).ToList();
            dropped.ForEach(entry => Remove(_entries[entry.Id]));
            return dropped.Count;
        }
    }

    /// <summary>Drops every value that can be read back, or that no run pins.</summary>
    public void Free()
    {
        lock (_gate)
        {
            foreach (var entry in _byUse.Where(entry => entry.Pins == 0 || !isLost(entry.Id)).ToList())
            {
                Remove(_entries[entry.Id]);
            }
        }
    }

    private void Shrink(LinkedListNode<Entry>? newest)
    {
        while (_bytes > mostBytes && Victim(newest) is { } victim)
        {
            Remove(victim);
        }
    }

    private LinkedListNode<Entry>? Victim(LinkedListNode<Entry>? newest)
    {
        LinkedListNode<Entry>? victim = null;
        var (node, seen) = (_byUse.First, 0);
        while (node is not null && node != newest && seen < Candidates)
        {
            if (node.ValueRef.Pins == 0 || !isLost(node.ValueRef.Id))
            {
                victim = victim is null || node.ValueRef.Size > victim.ValueRef.Size ? node : victim;
                seen++;
            }

            node = node.Next;
        }

        return victim;
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _bytes -= node.ValueRef.Size;
        _entries.Remove(node.ValueRef.Id);
        _byUse.Remove(node);
    }

    /// <summary>A value. Changed in its place in the list: there is an object for the place already.</summary>
    private struct Entry(ContentId id, object? value, long size)
    {
        public readonly ContentId Id = id;
        public object? Object = value;
        public long Size = size;
        public int Pins;
    }
}
