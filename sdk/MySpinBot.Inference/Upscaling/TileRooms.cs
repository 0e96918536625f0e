using System.Collections.Concurrent;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>Working memory for the pictures that are under way: as large as the shelf allows, one piece for each, used again. Tiles get smaller where it refuses, and stay so.</summary>
internal sealed class TileRooms(OnnxSession session, UpscaleForm form, int scale, IModelShelf shelf, int largest) : IDisposable
{
    private readonly ConcurrentQueue<TileRoom> _idle = new();
    private readonly SemaphoreSlim _returned = new(0);
    private readonly SemaphoreSlim _making = new(1);
    private int _largest = largest > 0 ? largest : UsualSide(session.Device);
    private int _count;

    /// <summary>Room for a picture, and how it is cut up to fit.</summary>
    /// <exception cref="NodeFailure">Memory does not suffice for the smallest tile; the sentence is the shelf's.</exception>
    public async ValueTask<(TileRoom Room, TilePlan Plan)> RentAsync(int width, int height, CancellationToken cancellation)
    {
        while (true)
        {
            if (Take(width, height) is { } taken)
            {
                return taken;
            }

            await _making.WaitAsync(cancellation);
            try
            {
                // What this call holds itself must not be what it waits for.
                if (Volatile.Read(ref _count) == 0 || FitsBeside(TilePlan.Of(width, height, _largest, form.Cut)))
                {
                    return await MakeAsync(width, height, cancellation);
                }
            }
            finally
            {
                _making.Release();
            }

            await _returned.WaitAsync(cancellation);
        }
    }

    public void Return(TileRoom room)
    {
        _idle.Enqueue(room);
        _returned.Release();
    }

    /// <summary>The device had no room for these tiles, whatever the ledger said.</summary>
    /// <exception cref="NodeFailure">They are as small as tiles get.</exception>
    public void Shrink(TileRoom room, OutOfDeviceMemoryException fault)
    {
        var side = Math.Max(room.Width, room.Height);
        _largest = Smaller(side, side / 2) is { } smaller
            ? Math.Min(_largest, smaller)
            : throw new NodeFailure($"{session.Device.Id} ran out of memory over a tile of {room.Width}×{room.Height}, and smaller ones are not worth their borders. Close what else uses it, or run on the processor. {fault.Message}", fault);
    }

    public void Dispose()
    {
        while (_idle.TryDequeue(out var room))
        {
            room.Dispose();
        }

        _returned.Dispose();
        _making.Dispose();
    }

    // Larger tiles spend less on borders; smaller ones stay nearer to the processor's caches, and are sooner cancelled.
    private static int UsualSide(ComputeDevice device) => device.Provider == ComputeProvider.Cpu ? 512 : 768;

    private (TileRoom Room, TilePlan Plan)? Take(int width, int height)
    {
        var plan = TilePlan.Of(width, height, _largest, form.Cut);
        while (_idle.TryDequeue(out var room))
        {
            if ((room.Width, room.Height) == (plan.LargestWidth, plan.LargestHeight))
            {
                return (room, plan);
            }

            room.Dispose();
            Interlocked.Decrement(ref _count);
        }

        return null;
    }

    private bool FitsBeside(TilePlan plan)
        => shelf.Ledgers.FirstOrDefault(ledger => ledger.Device == session.Device.Id) is { } ledger && Bytes(plan) <= ledger.Free;

    private async ValueTask<(TileRoom Room, TilePlan Plan)> MakeAsync(int width, int height, CancellationToken cancellation)
    {
        while (true)
        {
            var plan = TilePlan.Of(width, height, _largest, form.Cut);
            var (tileWidth, tileHeight) = (plan.LargestWidth, plan.LargestHeight);
            try
            {
                var reserved = await shelf.ReserveAsync(new MemoryNeed(session.Device.Id, Bytes(plan)), $"A tile of {tileWidth}×{tileHeight} pixels that is made larger", cancellation);
                Interlocked.Increment(ref _count);
                return (new TileRoom(tileWidth, tileHeight, scale, form.Channels, reserved, form.Types), plan);
            }
            catch (NodeFailure) when (Smaller(Math.Max(tileWidth, tileHeight), Math.Max(tileWidth, tileHeight) * 3 / 4) is { } smaller)
            {
                _largest = smaller;
            }
        }
    }

    private long Bytes(TilePlan plan) => session.Model.WorkingBytes(session.Device, form.Sizes(plan.LargestWidth, plan.LargestHeight));

    private int? Smaller(int side, int wanted) => form.Cut.FixedWidth is not null || form.Cut.FixedHeight is not null || side <= form.Cut.Least ? null : Math.Max(wanted, form.Cut.Least);
}
