using System.Buffers;
using System.Numerics;

namespace MySpinBot.Checkpoints.Views;

/// <summary>Makes a view contiguous. The storage is read in its own order, in blocks, and each number is put where it belongs, so that a transposed matrix costs one pass over its storage.</summary>
internal static class StridedReader
{
    private const int Block = 1 << 20;

    /// <summary>Reads a view of a storage.</summary>
    /// <param name="tensor">A tensor with strides, whose extent lies within its storage.</param>
    /// <param name="destination">Its numbers, the last dimension fastest.</param>
    public static void Read(StoredTensor tensor, Span<byte> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        var axes = Axis.Of(tensor);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Block, tensor.Bytes.Length - tensor.Offset));
        try
        {
            switch (tensor.Entry.Type.Size())
            {
                case 1: Walk<byte>(tensor, axes, destination, buffer); break;
                case 2: Walk<ushort>(tensor, axes, destination, buffer); break;
                case 4: Walk<uint>(tensor, axes, destination, buffer); break;
                default: Walk<ulong>(tensor, axes, destination, buffer); break;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Odometer over the axes, slowest in the file first; the innermost is a plain loop.
    private static unsafe void Walk<T>(StoredTensor tensor, Axis[] axes, Span<byte> destination, byte[] buffer)
        where T : unmanaged, IBinaryInteger<T>
    {
        var window = new Window(tensor, buffer);
        var indices = new long[axes.Length];
        var inner = axes[^1];
        var (from, to) = (0L, 0L); // in numbers: in the storage, in the tensor
        fixed (byte* start = destination)
        {
            while (true)
            {
                for (var i = 0L; i < inner.Count; i++)
                {
                    var number = window.Take(checked((from + (i * inner.Stride)) * sizeof(T)), sizeof(T));
                    *(T*)(start + ((to + (i * inner.Step)) * sizeof(T))) = T.ReadLittleEndian(number, isUnsigned: true);
                }

                var axis = axes.Length - 2;
                while (axis >= 0 && ++indices[axis] == axes[axis].Count)
                {
                    (from, to) = (from - ((axes[axis].Count - 1) * axes[axis].Stride), to - ((axes[axis].Count - 1) * axes[axis].Step));
                    indices[axis--] = 0;
                }

                if (axis < 0)
                {
                    return;
                }

                (from, to) = (from + axes[axis].Stride, to + axes[axis].Step);
            }
        }
    }

    /// <summary>One dimension: how many numbers, how far apart in the storage, and how far apart in the contiguous tensor.</summary>
    private readonly record struct Axis(long Count, long Stride, long Step)
    {
        public static Axis[] Of(StoredTensor tensor)
        {
            var shape = tensor.Entry.Shape;
            var axes = new List<Axis>(shape.Length + 1);
            var step = 1L;
            for (var i = shape.Length - 1; i >= 0; i--)
            {
                if (shape[i] != 1)
                {
                    axes.Add(new Axis(shape[i], tensor.Strides[i], step));
                    step *= shape[i];
                }
            }

            if (axes.Count == 0)
            {
                axes.Add(new Axis(1, 0, 1));
            }

            // Repeated numbers (stride 0) come last: one look at the storage serves all of them.
            return [.. axes.OrderByDescending(axis => axis.Stride)];
        }
    }

    /// <summary>What of the storage is in memory now.</summary>
    private sealed class Window(StoredTensor tensor, byte[] buffer)
    {
        private long _start = -1;
        private int _length;

        public ReadOnlySpan<byte> Take(long at, int count)
        {
            if (_start < 0 || at < _start || at + count > _start + _length)
            {
                // Views whose rows overlap step back a little with each row: then what lies before is wanted as well.
                _start = at < _start ? Math.Max(0, at - (buffer.Length / 2)) : at;
                _length = (int)Math.Min(buffer.Length, tensor.Bytes.Length - tensor.Offset - _start);
                tensor.Bytes.Read(tensor.Offset + _start, buffer.AsSpan(0, _length));
            }

            return buffer.AsSpan((int)(at - _start), count);
        }
    }
}
