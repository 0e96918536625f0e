namespace MySpinBot.Diffusion;

/// <summary>Takes pictures through a half of an autoencoder in tiles, and mixes these where they lie over each other.</summary>
/// <param name="half">The half, with room for a tile.</param>
/// <param name="count">Pictures that go through together.</param>
/// <param name="height">Rows of cells.</param>
/// <param name="width">Columns of cells.</param>
internal sealed class TiledPass(AutoencoderHalf half, int count, int height, int width)
{
    private readonly int _inPlanes = count * half.InChannels;
    private readonly int _outPlanes = count * half.OutChannels;
    private readonly int _outHeight = height * half.OutScale;
    private readonly int _outWidth = width * half.OutScale;

    /// <summary>How many runs it takes.</summary>
    public static int Runs(CellTile tile, int height, int width)
    {
        var runs = 0;
        foreach (var (tall, wide) in tile.Passes)
        {
            runs += CellTile.Pieces(height, tall, tile.Overlap).Length * CellTile.Pieces(width, wide, tile.Overlap).Length;
        }

        return runs;
    }

    /// <summary>The mean of three times through.</summary>
    /// <param name="input">[count, channels, height, width] in the half's scale.</param>
    /// <param name="output">Room for what comes out.</param>
    /// <param name="tile">The tiles.</param>
    /// <param name="told">Called after each run.</param>
    /// <param name="cancellation">Ends it within one operator.</param>
    public void Run(ReadOnlyMemory<float> input, Memory<float> output, CellTile tile, Action told, CancellationToken cancellation)
    {
        output.Span.Clear();
        var passes = tile.Passes;
        var sum = new float[output.Length];
        var weights = new float[_outHeight * _outWidth];
        foreach (var (tall, wide) in passes)
        {
            Array.Clear(sum);
            Array.Clear(weights);
            foreach (var row in CellTile.Pieces(height, tall, tile.Overlap))
            {
                foreach (var column in CellTile.Pieces(width, wide, tile.Overlap))
                {
                    cancellation.ThrowIfCancellationRequested();
                    One(input.Span, sum, weights, row, column, tile.Overlap * half.OutScale, cancellation);
                    told();
                }
            }

            Add(sum, weights, output.Span, 1f / passes.Length);
        }
    }

    private void One(ReadOnlySpan<float> input, float[] sum, float[] weights, (int Start, int Size) row, (int Start, int Size) column, int feather, CancellationToken cancellation)
    {
        var (tall, wide) = (row.Size * half.InScale, column.Size * half.InScale);
        var part = new float[_inPlanes * tall * wide];
        for (var plane = 0; plane < _inPlanes; plane++)
        {
            for (var y = 0; y < tall; y++)
            {
                var from = (((plane * height * half.InScale) + (row.Start * half.InScale) + y) * width * half.InScale) + (column.Start * half.InScale);
                input.Slice(from, wide).CopyTo(part.AsSpan(((plane * tall) + y) * wide));
            }
        }

        (tall, wide) = (row.Size * half.OutScale, column.Size * half.OutScale);
        var given = new float[_outPlanes * tall * wide];
        half.Run(part, given, count, row.Size, column.Size, cancellation);
        Mix(given, sum, weights, (row.Start * half.OutScale, tall), (column.Start * half.OutScale, wide), feather);
    }

    private void Mix(float[] given, float[] sum, float[] weights, (int Start, int Size) rows, (int Start, int Size) columns, int feather)
    {
        var (down, across) = (Ramp(rows.Size, feather), Ramp(columns.Size, feather));
        for (var y = 0; y < rows.Size; y++)
        {
            var to = ((rows.Start + y) * _outWidth) + columns.Start;
            for (var x = 0; x < columns.Size; x++)
            {
                weights[to + x] += down[y] * across[x];
            }

            for (var plane = 0; plane < _outPlanes; plane++)
            {
                var from = given.AsSpan(((plane * rows.Size) + y) * columns.Size, columns.Size);
                var target = sum.AsSpan((plane * _outHeight * _outWidth) + to, columns.Size);
                for (var x = 0; x < from.Length; x++)
                {
                    target[x] += from[x] * down[y] * across[x];
                }
            }
        }
    }

    // What is mixed counts less towards its borders, also where there is no neighbour: the sum of the weights is divided by.
    private static float[] Ramp(int length, int feather)
    {
        var ramp = new float[length];
        Array.Fill(ramp, 1);
        for (var i = 0; i < feather && feather < length; i++)
        {
            ramp[i] *= (i + 1f) / feather;
            ramp[length - 1 - i] *= (i + 1f) / feather;
        }

        return ramp;
    }

    private void Add(float[] sum, float[] weights, Span<float> output, float share)
    {
        for (var plane = 0; plane < _outPlanes; plane++)
        {
            var at = plane * weights.Length;
            for (var i = 0; i < weights.Length; i++)
            {
                output[at + i] += sum[at + i] / weights[i] * share;
            }
        }
    }
}
