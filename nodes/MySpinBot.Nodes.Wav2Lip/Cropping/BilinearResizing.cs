using System.Numerics;
using System.Runtime.InteropServices;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Another size for bytes of three channels, with a straight line between neighbours: to the bit what OpenCV's resize makes of 8-bit pictures with INTER_LINEAR, which Wav2Lip was trained and run with.</summary>
/// <remarks>Weights are 11-bit integers, rounded to even; columns are weighed first, rows then, 4 and 16 bits being dropped on the way. Pixels are taken at their middles; beyond the edge lies the edge. One thread at a time.</remarks>
internal sealed class BilinearResizing
{
    private const int One = 2048;

    private readonly int _fromWidth;
    private readonly int _toWidth;
    private readonly (int At, short Near, short Far)[] _columns;
    private readonly (int At, short Near, short Far)[] _rows;
    private readonly int _fromHeight;
    private int[] _upper; // weighed columns of two rows, dropped by 4 bits
    private int[] _lower;
    private int _upperRow;
    private int _lowerRow;

    /// <param name="fromWidth">Columns as they are.</param>
    /// <param name="fromHeight">Rows as they are.</param>
    /// <param name="toWidth">Columns wanted.</param>
    /// <param name="toHeight">Rows wanted.</param>
    public BilinearResizing(int fromWidth, int fromHeight, int toWidth, int toHeight)
    {
        (_fromWidth, _fromHeight, _toWidth) = (fromWidth, fromHeight, toWidth);
        (_columns, _rows) = (Weights(fromWidth, toWidth, holdsEdge: true), Weights(fromHeight, toHeight, holdsEdge: false));
        (_upper, _lower) = (new int[toWidth * 3], new int[toWidth * 3]);
    }

    /// <summary>Columns of the result.</summary>
    public int Width => _toWidth;

    /// <summary>Rows of the result.</summary>
    public int Height => _rows.Length;

    /// <summary>Whether it makes this of that.</summary>
    public bool Is(int fromWidth, int fromHeight, int toWidth, int toHeight)
        => (_fromWidth, _fromHeight, _toWidth, _rows.Length) == (fromWidth, fromHeight, toWidth, toHeight);

    /// <summary>Resizes.</summary>
    /// <param name="from">Bytes from the picture's first on.</param>
    /// <param name="fromStride">Bytes from one row to the next.</param>
    /// <param name="to">Room for the result, [rows, columns, 3].</param>
    public void Apply(ReadOnlySpan<byte> from, int fromStride, Span<byte> to)
    {
        (_upperRow, _lowerRow) = (-1, -1);
        for (var row = 0; row < _rows.Length; row++)
        {
            var (at, near, far) = _rows[row];
            Fetch(from, fromStride, Math.Clamp(at, 0, _fromHeight - 1), Math.Clamp(at + 1, 0, _fromHeight - 1));
            Mix(_upper, _lower, near, far, to.Slice(row * _toWidth * 3, _toWidth * 3));
        }
    }

    private void Fetch(ReadOnlySpan<byte> from, int stride, int upper, int lower)
    {
        if (upper == _lowerRow && upper != _upperRow)
        {
            (_upper, _lower, _upperRow, _lowerRow) = (_lower, _upper, _lowerRow, _upperRow);
        }

        if (upper != _upperRow)
        {
            Weigh(from.Slice(upper * stride, _fromWidth * 3), _upper);
            _upperRow = upper;
        }

        if (lower != _lowerRow)
        {
            Weigh(from.Slice(lower * stride, _fromWidth * 3), _lower);
            _lowerRow = lower;
        }
    }

    private void Weigh(ReadOnlySpan<byte> row, int[] weighed)
    {
        var to = 0;
        foreach (var (at, near, far) in _columns)
        {
            // The last column has no weight for the one behind it.
            var (one, other) = (at * 3, far == 0 ? at * 3 : (at * 3) + 3);
            weighed[to] = ((row[one] * near) + (row[other] * far)) >> 4;
            weighed[to + 1] = ((row[one + 1] * near) + (row[other + 1] * far)) >> 4;
            weighed[to + 2] = ((row[one + 2] * near) + (row[other + 2] * far)) >> 4;
            to += 3;
        }
    }

    private static void Mix(ReadOnlySpan<int> upper, ReadOnlySpan<int> lower, int near, int far, Span<byte> to)
    {
        var uppers = MemoryMarshal.Cast<int, Vector<int>>(upper);
        var lowers = MemoryMarshal.Cast<int, Vector<int>>(lower);
        var (nears, fars, two) = (new Vector<int>(near), new Vector<int>(far), new Vector<int>(2));
        var i = 0;
        for (var block = 0; block < uppers.Length; block++)
        {
            var mixed = (((uppers[block] * nears) >> 16) + ((lowers[block] * fars) >> 16) + two) >> 2;
            for (var lane = 0; lane < Vector<int>.Count; lane++)
            {
                to[i++] = (byte)mixed[lane];
            }
        }

        for (; i < to.Length; i++)
        {
            to[i] = (byte)((((upper[i] * near) >> 16) + ((lower[i] * far) >> 16) + 2) >> 2);
        }
    }

    private static (int At, short Near, short Far)[] Weights(int from, int to, bool holdsEdge)
    {
        var (weights, scale) = (new (int, short, short)[to], 1 / ((double)to / from));
        for (var i = 0; i < to; i++)
        {
            var place = (float)(((i + 0.5) * scale) - 0.5);
            var at = (int)MathF.Floor(place);
            var part = place - at;
            if (holdsEdge && (at < 0 || at >= from - 1))
            {
                (at, part) = (at < 0 ? 0 : from - 1, 0);
            }

            weights[i] = (at, Weight(1 - part), Weight(part));
        }

        return weights;
    }

    private static short Weight(float part) => (short)MathF.Round(part * One, MidpointRounding.ToEven);
}
