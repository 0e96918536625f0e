using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>Makes pictures larger with a model. Holds the model, and working memory for as many pictures as are under way, until it is disposed. Calls may overlap.</summary>
/// <remarks>A picture that is too large for the memory there is, is cut into tiles that overlap. Where the model sees no farther than they overlap, the result is what it would be in one piece; where it sees farther, tiles are mixed where they
/// meet. Tiles get smaller when memory is refused, by the shelf or by the device, down to what is still worth its borders.</remarks>
public sealed class Upscaler : IDisposable
{
    private readonly NodeContext _context;
    private readonly Lease<OnnxSession> _lease;
    private readonly UpscaleForm _form;
    private readonly UpscaleOptions _options;
    private readonly TileRooms _rooms;

    private Upscaler(UpscaleModel model, NodeContext context, Lease<OnnxSession> lease, UpscaleForm form, UpscaleOptions options)
    {
        (Model, _context, _lease, _form, _options) = (model, context, lease, form, options);
        _rooms = Rooms();
    }

    /// <summary>The model.</summary>
    public UpscaleModel Model { get; }

    /// <summary>How many times larger it makes a picture.</summary>
    public int Scale => Model.Scale;

    /// <summary>The session it runs in.</summary>
    internal OnnxSession Session => _lease.Model;

    /// <summary>What the sides of what goes into the model have to be a multiple of.</summary>
    internal int Multiple => _form.Cut.Multiple;

    /// <summary>Working memory, with nothing in it yet.</summary>
    internal TileRooms Rooms() => new(_lease.Model, _form, Scale, _context.Models, _options.LargestTile);

    /// <summary>Finds the model's weights and leases the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="context">The call: where weights, models and memory come from, and where progress goes.</param>
    /// <param name="options">How pictures are cut up; null for the usual way.</param>
    /// <param name="cancellation">Ends the wait for memory, and the loading.</param>
    /// <exception cref="NodeFailure">The weights are not there or are damaged, or the model can never fit.</exception>
    public static async Task<Upscaler> OpenAsync(UpscaleModel model, NodeContext context, UpscaleOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(context);
        options ??= new UpscaleOptions();
        var weights = await context.Weights.FindAsync(model.Weights, cancellation);
        var device = ComputeDevice.Choose(context.Models, options.Device);
        var compute = UpscaleSession.Compute(model, device);
        return await WeightFaults.ToldAsync(async () =>
        {
            using var file = UpscaleFile.Open(weights.Path, compute);
            var form = options.Border is { } border ? file.Form with { Cut = file.Form.Cut with { Border = Math.Max(border, file.Form.Cut.Feather) } } : file.Form;
            var lease = await context.Models.LeaseAsync(UpscaleSession.Recipe(model, weights.Path, file, device), cancellation);
            device.Tell(context, compute);
            return new Upscaler(model, context, lease, form, options);
        });
    }

    /// <summary>Makes each picture of a batch larger; progress is told by tiles. Results are clamped to 0..1.</summary>
    /// <param name="image">The pictures: RGB, RGBA (transparency is taken through the model as a grey picture, unless it is the same everywhere) or grey.</param>
    /// <param name="cancellation">Ends the work, inside a tile too.</param>
    /// <returns>The pictures, <see cref="Scale"/> times as wide and high, with as many channels.</returns>
    /// <exception cref="NodeFailure">The result would be larger than an image may be, or memory does not suffice for the smallest tile.</exception>
    public async Task<Image> UpscaleAsync(Image image, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (width, height) = ((long)image.Width * Scale, (long)image.Height * Scale);
        if ((decimal)width * height * image.Channels * image.Batch > Image.MaxValues)
        {
            throw new NodeFailure($"{image.Batch} × {image.Width}×{image.Height} pixels, {Scale} times as wide and high, would be more than an image may hold ({Image.MaxValues} values). Cut the picture up, make it smaller first, or take fewer at once.") { Input = "image" };
        }

        var result = GC.AllocateUninitializedArray<float>(checked((int)(width * height * image.Channels * image.Batch)));
        var passes = UpscalePasses.Of(image, result, Scale);
        var told = new UpscaleProgress(_context, passes.Count);
        foreach (var (source, target) in passes)
        {
            await RunAsync(source, target, told, cancellation);
        }

        return Image.Own(image.Batch, (int)height, (int)width, image.Channels, result);
    }

    /// <summary>Makes one frame larger. Does not tell progress: frames are counted by who takes them through.</summary>
    /// <param name="rgb">Packed RGB bytes, [height, width, 3].</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="result">Room for packed RGB bytes, [height · <see cref="Scale"/>, width · <see cref="Scale"/>, 3]. Values are clamped and rounded.</param>
    /// <param name="cancellation">Ends the work, inside a tile too.</param>
    /// <exception cref="NodeFailure">Memory does not suffice for the smallest tile.</exception>
    /// <exception cref="ArgumentException">One of the buffers is not as large as it has to be.</exception>
    public Task UpscaleAsync(ReadOnlyMemory<byte> rgb, int width, int height, Memory<byte> result, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgb.Length != 3L * width * height || result.Length != 3L * width * height * Scale * Scale)
        {
            throw new ArgumentException($"A frame of {width}×{height} has {3L * width * height} bytes and its result {3L * width * height * Scale * Scale}, not {rgb.Length} and {result.Length}.");
        }

        var source = new BytePicture(System.Runtime.InteropServices.MemoryMarshal.AsMemory(rgb), width, height);
        return RunAsync(source, new BytePicture(result, width * Scale, height * Scale), told: null, cancellation);
    }

    /// <summary>Lets the model and the working memory go.</summary>
    public void Dispose()
    {
        _rooms.Dispose();
        _lease.Dispose();
    }

    /// <summary>One picture, in as many tiles as it takes; with smaller ones from the beginning where the device runs out of memory.</summary>
    private async Task RunAsync(PlanarPicture source, PlanarPicture target, UpscaleProgress? told, CancellationToken cancellation)
    {
        while (true)
        {
            var (room, plan) = await _rooms.RentAsync(source.Width, source.Height, cancellation);
            try
            {
                told?.Begin(source, target, plan);
                await Task.Run(() => Run(plan, room, source, target, told, cancellation), cancellation);
                return;
            }
            catch (OutOfDeviceMemoryException fault)
            {
                _rooms.Shrink(room, fault);
            }
            finally
            {
                _rooms.Return(room);
            }
        }
    }

    /// <summary>One picture by a plan.</summary>
    internal void Run(TilePlan plan, TileRoom room, PlanarPicture source, PlanarPicture target, UpscaleProgress? told, CancellationToken cancellation)
    {
        foreach (var row in plan.Rows)
        {
            var mixed = row.Ramp > 0 ? new FloatPicture(new float[target.Width * row.Ramp * Scale * 3], target.Width, row.Ramp * Scale) : null;
            foreach (var column in plan.Columns)
            {
                cancellation.ThrowIfCancellationRequested();
                var tile = room.For(column.Size, row.Size);
                TileRoom.Fill(tile, source, column, row);
                tile.BeforeRun();
                Session.Run(new Dictionary<string, Tensor> { [_form.Input] = tile.Input }, new Dictionary<string, Tensor> { [_form.Output] = tile.Output }, cancellation);
                tile.AfterRun();
                TileRoom.Pour(tile, target, mixed, Scale, column, row);
                told?.Done(column, row);
            }

            if (mixed is not null)
            {
                TileRoom.Merge(target, mixed, row.From * Scale);
            }
        }
    }
}
