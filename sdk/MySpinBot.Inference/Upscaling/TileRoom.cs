using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Working memory for one picture under way: tensors that tiles go through, and what is reserved for them.</summary>
internal sealed class TileRoom(int width, int height, int scale, int channels, IDisposable reserved, (TensorType Taken, TensorType Given) types = default) : IDisposable
{
    // Below this many pixels, sharing the work out takes longer than doing it.
    private const int WorthSharing = 1 << 14;

    private readonly Dictionary<(int Width, int Height), TileTensors> _tensors = [];

    public int Width { get; } = width;

    public int Height { get; } = height;

    public TileTensors For(int tileWidth, int tileHeight)
    {
        if (!_tensors.TryGetValue((tileWidth, tileHeight), out var tensors))
        {
            _tensors[(tileWidth, tileHeight)] = tensors = new TileTensors(tileWidth, tileHeight, scale, channels, types);
        }

        return tensors;
    }

    /// <summary>Brings a piece of a picture into the model's form, mirrored where it reaches past the end.</summary>
    public static void Fill(TileTensors tile, PlanarPicture picture, TileSpan column, TileSpan row)
        => Each(tile.Height, tile.Width, y =>
        {
            var (from, inside) = (Mirrored(row.Start + y, picture.Height), Math.Min(column.Size, picture.Width - column.Start));
            var pixels = tile.In(y);
            picture.Read(from, column.Start, pixels.Slice(0, inside));
            for (var x = inside; x < column.Size; x++)
            {
                picture.Read(from, Mirrored(column.Start + x, picture.Width), pixels.Slice(x, 1));
            }
        });

    /// <summary>Takes what is kept of a result to its place. The rows that are mixed with those above go beside, into <paramref name="mixed"/>.</summary>
    public static void Pour(TileTensors tile, PlanarPicture picture, PlanarPicture? mixed, int scale, TileSpan column, TileSpan row)
    {
        var (top, left, count) = ((row.From - row.Start) * scale, (column.From - column.Start) * scale, (column.To - column.From) * scale);
        var (beside, ramp) = (row.Ramp * scale, column.Ramp * scale);
        Each((row.To - row.From) * scale, count, y =>
        {
            var (target, at) = y < beside ? (mixed!, y) : (picture, (row.From * scale) + y);
            var pixels = tile.Out(top + y, left, count);
            if (ramp > 0)
            {
                Mix(target, at, column.From * scale, pixels.Slice(0, ramp), weight: null);
            }

            target.Write(at, column.From * scale, pixels);
        });
    }

    /// <summary>Mixes the rows that two rows of tiles share.</summary>
    public static void Merge(PlanarPicture picture, PlanarPicture mixed, int top)
        => Each(mixed.Height, mixed.Width, y =>
        {
            var pixels = new PixelRow(new float[3 * mixed.Width], 0, mixed.Width, mixed.Width);
            mixed.Read(y, 0, pixels);
            Mix(picture, top + y, 0, pixels, Weight(y, mixed.Height));
            picture.Write(top + y, 0, pixels);
        });

    public void Dispose()
    {
        foreach (var tensors in _tensors.Values)
        {
            tensors.Dispose();
        }

        reserved.Dispose();
    }

    // With what is there already: by one weight, or by one that rises along the row.
    private static void Mix(PlanarPicture picture, int y, int x, PixelRow comes, float? weight)
    {
        var there = new PixelRow(new float[3 * comes.Count], 0, comes.Count, comes.Count);
        picture.Read(y, x, there);
        Mix(there.Red, comes.Red, weight);
        Mix(there.Green, comes.Green, weight);
        Mix(there.Blue, comes.Blue, weight);
    }

    private static void Mix(ReadOnlySpan<float> there, Span<float> comes, float? weight)
    {
        for (var i = 0; i < comes.Length; i++)
        {
            comes[i] = there[i] + ((PixelRows.Clamped(comes[i]) - there[i]) * (weight ?? Weight(i, comes.Length)));
        }
    }

    private static float Weight(int index, int count) => (index + 0.5f) / count;

    // 0 1 2 3 2 1 0 1 …, as PyTorch's "reflect", and on where that ends; a single pixel is repeated.
    private static int Mirrored(int index, int length)
    {
        if (index < length)
        {
            return index;
        }

        var period = Math.Max(2 * (length - 1), 1);
        var within = index % period;
        return within < length ? within : period - within;
    }

    private static void Each(int rows, int pixels, Action<int> row)
    {
        if ((long)rows * pixels < WorthSharing)
        {
            for (var y = 0; y < rows; y++)
            {
                row(y);
            }
        }
        else
        {
            Parallel.For(0, rows, row);
        }
    }
}
