using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Takes pictures through a half of an autoencoder, in one piece or in tiles, with less at once where memory is refused by the shelf or by the device.</summary>
/// <param name="half">The half.</param>
/// <param name="context">Where progress and messages go.</param>
/// <param name="count">How many pictures.</param>
internal sealed class AutoencoderWork(AutoencoderHalf half, NodeContext context, int count)
{
    /// <summary>Fills in what goes into the network for one picture.</summary>
    public delegate void Filling(int index, Span<float> room);

    /// <summary>Takes what came out of the network for one picture.</summary>
    public delegate void Taking(int index, ReadOnlySpan<float> given);

    /// <summary>How pictures are cut up; null for in one piece where that fits.</summary>
    public CellTile? Tile { get; set; }

    /// <summary>How many go through together.</summary>
    public int AtOnce { get; set; } = 1;

    /// <summary>How many have gone through together at most.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>All pictures.</summary>
    /// <param name="height">Rows of cells.</param>
    /// <param name="width">Columns of cells.</param>
    /// <param name="fill">Brings what goes in.</param>
    /// <param name="take">Takes what comes out.</param>
    /// <param name="cancellation">Ends the work, within one operator.</param>
    public async Task RunAsync(int height, int width, Filling fill, Taking take, CancellationToken cancellation)
    {
        for (var done = 0; done < count;)
        {
            AtOnce = Math.Min(AtOnce, count - done);
            await ReserveAsync(height, width, cancellation);
            try
            {
                var (from, together) = (done, AtOnce);
                await Task.Run(() => Run(from, together, height, width, fill, take, cancellation), cancellation);
                done += together;
                MostAtOnce = Math.Max(MostAtOnce, together);
            }
            catch (OutOfDeviceMemoryException fault)
            {
                if (!Lessen(height, width))
                {
                    throw new NodeFailure($"The device ran out of memory over {Said(height, width)}, and less at once is not worth its borders. Close what else uses it, or run on the processor. {fault.Message}", fault);
                }
            }
        }
    }

    // The shelf refuses what can never fit; what fits later is waited for.
    private async ValueTask ReserveAsync(int height, int width, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await half.ReserveAsync(AtOnce, Sizes(height, width), cancellation);
                return;
            }
            catch (NodeFailure) when (Lessen(height, width))
            {
                // There is something smaller to try.
            }
        }
    }

    private IEnumerable<(int Height, int Width)> Sizes(int height, int width)
        => Tile is { } tile ? tile.Passes.Select(pass => (Math.Min(pass.Height, height), Math.Min(pass.Width, width))) : [(height, width)];

    private bool Lessen(int height, int width)
    {
        var before = Said(height, width);
        if (AtOnce > 1)
        {
            AtOnce = (AtOnce + 1) / 2;
        }
        else if (Smaller(Math.Max(height, width)) is { } smaller)
        {
            Tile = smaller;
        }
        else
        {
            return false;
        }

        context.Log.Info($"There is no room for {before}: the work is done with {Said(height, width)}.");
        return true;
    }

    private CellTile? Smaller(int longest)
    {
        var tile = Tile is { } now ? now.Smaller : CellTile.Usual(half.Side);
        while (tile is { } found && found.Side >= longest)
        {
            tile = found.Smaller;
        }

        return tile;
    }

    private string Said(int height, int width)
    {
        var factor = half.Config.Factor;
        var piece = Tile is { } tile && tile.Side < Math.Max(height, width) ? $"tiles of {tile.Side * factor} pixels" : $"pictures of {width * factor}×{height * factor} pixels in one piece";
        return AtOnce > 1 ? $"{AtOnce} {piece} at once" : piece;
    }

    private void Run(int first, int together, int height, int width, Filling fill, Taking take, CancellationToken cancellation)
    {
        var taken = checked(half.InChannels * height * half.InScale * width * half.InScale);
        var given = checked(half.OutChannels * height * half.OutScale * width * half.OutScale);
        var (input, output) = (new float[checked(taken * together)], GC.AllocateUninitializedArray<float>(checked(given * together)));
        for (var i = 0; i < together; i++)
        {
            fill(first + i, input.AsSpan(i * taken, taken));
        }

        if (Tile is { } tile && (tile.Side < height || tile.Side < width))
        {
            var (runs, run) = (TiledPass.Runs(tile, height, width), 0);
            void Told() => context.Progress(first + ((double)++run / runs * together), count, "pictures");
            new TiledPass(half, together, height, width).Run(input, output, tile, Told, cancellation);
        }
        else
        {
            half.Run(input, output, together, height, width, cancellation);
        }

        for (var i = 0; i < together; i++)
        {
            take(first + i, output.AsSpan(i * given, given));
        }

        context.Progress(first + together, count, "pictures");
    }
}
