using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Shows a moving window of each frame. The window moves in fractions of a pixel: rows are mixed first, with six bits kept below the byte, then columns.</summary>
internal sealed class PanZoomOperation(PanZoomEdit edit, int width, int height) : FrameOperation
{
    private const int BitsBelow = 6;

    // What is read beyond a pair of pixels.
    private const int Overhang = 16;

    private readonly WindowPath _path = new(edit, width, height);
    private readonly ResamplingTaps _columns = new(edit.Width);
    private readonly ResamplingTaps _rows = new(edit.Height);
    private short[] _line = [];

    /// <inheritdoc/>
    public override int Width => edit.Width;

    /// <inheritdoc/>
    public override int Height => edit.Height;

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<byte> frame, long clock, Span<byte> result)
    {
        var window = _path.At(clock);
        _columns.Set(window.Left, window.Width);
        _rows.Set(window.Top, window.Height);
        var (first, end) = (_columns.First[0], _columns.First[^1] + _columns.Taps);
        if (_line.Length < ((end - first) * 3) + Overhang)
        {
            _line = new short[((end - first) * 3) + Overhang];
        }

        for (var row = 0; row < Height; row++)
        {
            MixRows(frame, row, first, end);
            MixColumns(first, result.Slice(row * Width * 3, Width * 3));
        }
    }

    /// <summary>One line of the result's row, columns <paramref name="first"/> to <paramref name="end"/> of the frame; beyond its edges the last pixel goes on.</summary>
    private void MixRows(ReadOnlySpan<byte> frame, int row, int first, int end)
    {
        var (from, to) = (Math.Max(0, first), Math.Min(width, end));
        var line = _line.AsSpan((from - first) * 3, (to - from) * 3);
        ref var start = ref MemoryMarshal.GetReference(frame);
        var weights = _rows.Weights.Slice(row * _rows.Taps, _rows.Taps);
        var done = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; done <= line.Length - 16; done += 16)
            {
                Mix16(ref start, row, weights, (from * 3) + done).CopyTo(line[done..]);
            }
        }

        for (; done < line.Length; done++)
        {
            var sum = 1 << (WeightedSums.WeightBits - BitsBelow - 1);
            for (var tap = 0; tap < weights.Length; tap++)
            {
                sum += frame[RowStart(row, tap) + (from * 3) + done] * weights[tap];
            }

            line[done] = (short)(sum >> (WeightedSums.WeightBits - BitsBelow));
        }

        Extend(line, from - first, end - to);
    }

    private Vector256<short> Mix16(ref byte frame, int row, ReadOnlySpan<short> weights, int at)
    {
        var even = Vector256.Create(1 << (WeightedSums.WeightBits - BitsBelow - 1));
        var odd = even;
        for (var tap = 0; tap < weights.Length; tap += 2)
        {
            var pair = WeightedSums.Spread(weights[tap], weights[tap + 1]);
            var sums = WeightedSums.Rows(ref Unsafe.Add(ref frame, RowStart(row, tap)), ref Unsafe.Add(ref frame, RowStart(row, tap + 1)), (nuint)at, pair);
            even += sums.Even;
            odd += sums.Odd;
        }

        return WeightedSums.Interleave(even >> (WeightedSums.WeightBits - BitsBelow), odd >> (WeightedSums.WeightBits - BitsBelow));
    }

    private int RowStart(int row, int tap) => Math.Clamp(_rows.First[row] + tap, 0, height - 1) * width * 3;

    private void Extend(Span<short> line, int before, int after)
    {
        var end = (before * 3) + line.Length;
        for (var i = (before * 3) - 1; i >= 0; i--)
        {
            _line[i] = _line[i + 3];
        }

        for (var i = end; i < end + (after * 3); i++)
        {
            _line[i] = _line[i - 3];
        }
    }

    private void MixColumns(int first, Span<byte> result)
    {
        const int Shift = WeightedSums.WeightBits + BitsBelow;
        var weights = _columns.Weights;
        var taps = _columns.Taps;

        // red, red, green, green, blue, blue of two neighbours; what follows counts nothing.
        var order = Vector128.Create((byte)0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 255, 255, 255, 255);
        ref var line = ref MemoryMarshal.GetArrayDataReference(_line);
        for (var column = 0; column < Width; column++)
        {
            var sum = Vector128.Create(1 << (Shift - 1));
            var pairs = MemoryMarshal.Cast<short, int>(weights.Slice(column * taps, taps));
            var at = (nuint)((_columns.First[column] - first) * 3);
            for (var pair = 0; pair < pairs.Length; pair++, at += 6)
            {
                var neighbours = Vector128.Shuffle(Vector128.LoadUnsafe(ref line, at).AsByte(), order).AsInt16();
                sum += WeightedSums.Pairs(neighbours, Vector128.Create(pairs[pair]).AsInt16());
            }

            sum = Vector128.Min(Vector128.Max(sum >> Shift, Vector128<int>.Zero), Vector128.Create(255));
            result[column * 3] = (byte)sum[0];
            result[(column * 3) + 1] = (byte)sum[1];
            result[(column * 3) + 2] = (byte)sum[2];
        }
    }
}
