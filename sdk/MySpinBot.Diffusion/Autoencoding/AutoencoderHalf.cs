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
    private readonly LeasedNetwork _network;

    private AutoencoderHalf(AutoencoderSide side, AutoencoderConfig config, LeasedNetwork network) => (Side, Config, _network) = (side, config, network);

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
        var title = $"VAE {Path.GetFileNameWithoutExtension(file.Path)}, {(side == AutoencoderSide.Encoder ? "encoder" : "decoder")}";
        var network = await LeasedNetwork.OpenAsync(
            $"vae/{file.Id}/{Key(vae.Network)}/{side}", title, device => Compute(vae, device), compute => AutoencoderFile.Open(vae.Network, side, file.Path, compute), context, cancellation, isNoted: isNoted);
        return new AutoencoderHalf(side, vae.Network, network);
    }

    /// <summary>Whether there is room for a run now, without a wait.</summary>
    public bool FitsNow(int count, int height, int width) => _network.FitsNow(Sizes(count, height, width));

    /// <summary>Makes room for runs of up to these sizes; gives back what was there before, where that was less.</summary>
    /// <param name="count">Pictures of a run.</param>
    /// <param name="sizes">Rows and columns of cells.</param>
    /// <param name="cancellation">Ends the wait for memory.</param>
    /// <exception cref="NodeFailure">It can never fit.</exception>
    public ValueTask ReserveAsync(int count, IEnumerable<(int Height, int Width)> sizes, CancellationToken cancellation)
        => _network.ReserveAsync(sizes.Distinct().Select(size => Sizes(count, size.Height, size.Width)), cancellation);

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
        _network.Session.Run(new Dictionary<string, Tensor> { [taken] = from }, new Dictionary<string, Tensor> { [given] = to }, cancellation);
    }

    public void Dispose() => _network.Dispose();

    private static Dictionary<string, long> Sizes(int count, int height, int width) => new(StringComparer.Ordinal) { ["n"] = count, ["h"] = height, ["w"] = width };

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
