using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Which half of an autoencoder. Each is a resident of its own: who only decodes does not load the encoder.</summary>
internal enum AutoencoderSide
{
    /// <summary>The half that makes latents of pictures.</summary>
    Encoder,

    /// <summary>The half that makes pictures of latents.</summary>
    Decoder,
}

/// <summary>A half of an autoencoder that is leased, with working memory for one run at a time.</summary>
internal sealed class AutoencoderHalf : IDisposable
{
    private readonly Lease<OnnxSession> _lease;
    private readonly IModelShelf _shelf;
    private readonly string _title;
    private (long Bytes, IDisposable Room)? _reserved;

    private AutoencoderHalf(AutoencoderSide side, AutoencoderConfig config, Lease<OnnxSession> lease, IModelShelf shelf, string title)
        => (Side, Config, _lease, _shelf, _title) = (side, config, lease, shelf, title);

    public AutoencoderSide Side { get; }

    public AutoencoderConfig Config { get; }

    /// <summary>How many pixels or cells of what goes in a cell is.</summary>
    public int InScale => Side == AutoencoderSide.Encoder ? Config.Factor : 1;

    /// <summary>How many pixels or cells of what comes out a cell is.</summary>
    public int OutScale => Side == AutoencoderSide.Encoder ? 1 : Config.Factor;

    /// <summary>Channels of what goes in.</summary>
    public int InChannels => Side == AutoencoderSide.Encoder ? 3 : Config.LatentChannels;

    /// <summary>Channels of what comes out: for latents of a large autoencoder means and logarithms of variances.</summary>
    public int OutChannels => Side == AutoencoderSide.Decoder ? 3 : Config.Kind == AutoencoderKind.Tiny ? Config.LatentChannels : Config.LatentChannels * 2;

    /// <summary>Finds the weights and leases the half.</summary>
    /// <param name="vae">The autoencoder.</param>
    /// <param name="side">Which half.</param>
    /// <param name="context">Where weights and models come from.</param>
    /// <param name="cancellation">Ends the wait for memory, and the loading.</param>
    /// <param name="isNoted">Whether it is told how it computes: not for what has no part in a result.</param>
    /// <exception cref="NodeFailure">The weights are not there or are damaged, or it can never fit.</exception>
    public static async Task<AutoencoderHalf> OpenAsync(Autoencoder vae, AutoencoderSide side, NodeContext context, CancellationToken cancellation, bool isNoted = true)
    {
        var file = await context.Weights.FindAsync(side == AutoencoderSide.Encoder ? vae.EncoderWeights ?? vae.Weights : vae.Weights, cancellation);
        var device = ComputeDevice.Choose(context.Models);
        var compute = Compute(vae, device);
        var title = $"VAE {Path.GetFileNameWithoutExtension(file.Path)}, {(side == AutoencoderSide.Encoder ? "encoder" : "decoder")}";
        return await WeightFaults.ToldAsync(async () =>
        {
            long bytes;
            using (var model = AutoencoderFile.Open(vae.Network, side, file.Path, compute))
            {
                bytes = model.LoadingBytes(device);
            }

            var recipe = OnnxSession.Recipe($"vae/{file.Id}/{Key(vae.Network)}/{side}/{compute}", title, device, bytes, () => AutoencoderFile.Open(vae.Network, side, file.Path, compute));
            var lease = await context.Models.LeaseAsync(recipe, cancellation);
            if (isNoted)
            {
                Tell(context, device, compute);
            }

            return new AutoencoderHalf(side, vae.Network, lease, context.Models, title);
        });
    }

    /// <summary>Whether there is room for a run now, without a wait.</summary>
    public bool FitsNow(int count, int height, int width)
    {
        var device = _lease.Model.Device;
        return _shelf.Ledgers.FirstOrDefault(ledger => ledger.Device == device.Id) is { } ledger && Working(count, height, width) <= ledger.Free;
    }

    /// <summary>Makes room for runs of up to these sizes; gives back what was there before, where that was less.</summary>
    /// <param name="count">Pictures of a run.</param>
    /// <param name="sizes">Rows and columns of cells.</param>
    /// <param name="cancellation">Ends the wait for memory.</param>
    /// <exception cref="NodeFailure">It can never fit.</exception>
    public async ValueTask ReserveAsync(int count, IEnumerable<(int Height, int Width)> sizes, CancellationToken cancellation)
    {
        var session = _lease.Model;
        var bytes = sizes.Distinct().Max(size => Working(count, size.Height, size.Width));
        if (_reserved is { } before && before.Bytes >= bytes)
        {
            return;
        }

        // What this holds itself must not be what it waits for.
        _reserved?.Room.Dispose();
        _reserved = null;
        _reserved = (bytes, await _shelf.ReserveAsync(new MemoryNeed(session.Device.Id, bytes), $"Working memory of {_title}", cancellation));
    }

    /// <summary>Runs.</summary>
    /// <param name="input">[count, <see cref="InChannels"/>, height · <see cref="InScale"/>, width · <see cref="InScale"/>].</param>
    /// <param name="output">Room for [count, <see cref="OutChannels"/>, height · <see cref="OutScale"/>, width · <see cref="OutScale"/>].</param>
    /// <param name="count">Pictures.</param>
    /// <param name="height">Rows of cells.</param>
    /// <param name="width">Columns of cells.</param>
    /// <param name="cancellation">Ends it within one operator.</param>
    /// <exception cref="OutOfDeviceMemoryException">The device had no room; try less at once.</exception>
    public void Run(Memory<float> input, Memory<float> output, int count, int height, int width, CancellationToken cancellation)
    {
        var (taken, given) = Side == AutoencoderSide.Encoder ? (AutoencoderEncoder.Input, AutoencoderEncoder.Output) : (AutoencoderDecoder.Input, AutoencoderDecoder.Output);
        using var from = Tensor.Of(input, count, InChannels, height * InScale, width * InScale);
        using var to = Tensor.Of(output, count, OutChannels, height * OutScale, width * OutScale);
        _lease.Model.Run(new Dictionary<string, Tensor> { [taken] = from }, new Dictionary<string, Tensor> { [given] = to }, cancellation);
    }

    public void Dispose()
    {
        _reserved?.Room.Dispose();
        _lease.Dispose();
    }

    private static void Tell(NodeContext context, ComputeDevice device, TensorType compute)
    {
        if (device.Note is { } why)
        {
            context.Log.Info(why);
        }

        context.Note("provider", device.Provider.ToString().ToLowerInvariant());
        context.Note("device", device.Id.Name);
        context.Note("dtype", compute == TensorType.Float16 ? "float16" : "float32");
    }

    private long Working(int count, int height, int width)
        => _lease.Model.Model.WorkingBytes(_lease.Model.Device, new Dictionary<string, long> { ["n"] = count, ["h"] = height, ["w"] = width });

    // The large ones leave what half precision can hold (diffusers: force_upcast), so they are asked for it by name only.
    private static TensorType Compute(Autoencoder vae, ComputeDevice device) => (vae.Precision, vae.Network.Kind, device.Provider) switch
    {
        (Precision.Float16, _, _) or (Precision.Auto, AutoencoderKind.Tiny, ComputeProvider.Cuda) => TensorType.Float16,
        _ => TensorType.Float32,
    };

    // What the graph depends on beside the weights.
    private static string Key(AutoencoderConfig config)
        => string.Create(CultureInfo.InvariantCulture, $"{config.Kind}-{config.LatentChannels}-{string.Join('.', config.Channels)}-{config.LayersPerBlock}-{config.NormGroups}");
}
