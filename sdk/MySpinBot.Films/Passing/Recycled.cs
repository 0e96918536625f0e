using System.Threading.Channels;

namespace MySpinBot.Films;

/// <summary>A fixed number of rooms that are used over and over. Whoever wants one waits until one is given back: that is what bounds a pass.</summary>
internal sealed class Recycled<T>
{
    private readonly Channel<T> _free = Channel.CreateUnbounded<T>();
    private readonly Func<T> _make;
    private int _left;

    /// <summary>Rooms that are made when they are first wanted.</summary>
    public Recycled(int count, Func<T> make) => (_left, _make) = (count, make);

    /// <summary>A room.</summary>
    public ValueTask<T> TakeAsync(CancellationToken cancellation)
        => _free.Reader.TryRead(out var room) ? new(room) : Interlocked.Decrement(ref _left) >= 0 ? new(_make()) : _free.Reader.ReadAsync(cancellation);

    /// <summary>Takes a room back.</summary>
    public void Return(T room) => _free.Writer.TryWrite(room);
}
