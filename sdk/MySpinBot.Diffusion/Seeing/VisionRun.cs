using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Turns pictures into vectors. Holds the network, and working memory for one run, until it is disposed. Calls must not overlap.</summary>
public sealed class VisionRun : IDisposable
{
    // More at once gains nothing: the network's matrices are large enough for one.
    private const int MostAtOnce = 8;

    private readonly ClipVisionConfig _config;
    private readonly LeasedNetwork _network;
    private readonly NodeContext _context;

    private VisionRun(ClipVisionConfig config, LeasedNetwork network, NodeContext context) => (_config, _network, _context) = (config, network, context);

    private int Tokens => 1 + (_config.PictureSide / _config.PatchSide * (_config.PictureSide / _config.PatchSide));

    /// <summary>Finds the network's weights and leases it.</summary>
    /// <param name="vision">The network.</param>
    /// <param name="context">The call: where weights, models and memory come from, and where progress goes.</param>
    /// <param name="cancellation">Ends the wait for memory, and the loading.</param>
    /// <exception cref="NodeFailure">The weights are not there or are damaged, or it can never fit.</exception>
    public static async Task<VisionRun> OpenAsync(VisionEncoder vision, NodeContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(vision);
        ArgumentNullException.ThrowIfNull(context);
        var (config, file) = (vision.Network, await context.Weights.FindAsync(vision.Weights, cancellation));
        var made = $"{config.Heads}-{config.Activation}-{BitConverter.SingleToInt32Bits(config.NormEpsilon)}";
        var network = await LeasedNetwork.OpenAsync(
            $"clip-vision/{vision.Weights.Id}/{made}",
            $"CLIP vision {Path.GetFileNameWithoutExtension(file.Path)}",
            device => LeasedNetwork.Usual(vision.Precision, device),
            compute => VisionFile.Open(file.Path, config, compute),
            context,
            cancellation);
        return new VisionRun(config, network, context);
    }

    /// <summary>Encodes every picture of a batch.</summary>
    /// <param name="image">The pictures: RGB; of RGBA the colours are taken.</param>
    /// <param name="how">How they are made small.</param>
    /// <param name="cancellation">Ends the work, within one operator.</param>
    /// <exception cref="NodeFailure">There are too many, or memory does not suffice for one.</exception>
    public async Task<VisionOutput> EncodeAsync(Image image, VisionPreprocessing how, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(image);
        if ((long)image.Batch * Tokens * _config.Width > Embedding.MaxValues)
        {
            throw new NodeFailure($"{image.Batch} pictures become {Tokens} vectors of {_config.Width} numbers each, more than an embedding may hold ({Embedding.MaxValues} values); encode fewer at once.") { Input = "image" };
        }

        var (projected, last, before) = (new float[image.Batch * _config.Projected], new float[image.Batch * Tokens * _config.Width], new float[image.Batch * Tokens * _config.Width]);
        var atOnce = await ReserveAsync(Math.Min(image.Batch, MostAtOnce), cancellation);
        for (var at = 0; at < image.Batch; at += atOnce)
        {
            var count = Math.Min(atOnce, image.Batch - at);
            var parts = (Part(projected, at, count), Part(last, at, count), Part(before, at, count));
            var first = at;
            await Task.Run(() => Run(image, first, count, how, parts, cancellation), cancellation);
            _context.Progress(at + count, image.Batch, "pictures");
        }

        return new VisionOutput(
            Embedding.Own(image.Batch, 1, _config.Projected, projected), Embedding.Own(image.Batch, Tokens, _config.Width, last), Embedding.Own(image.Batch, Tokens, _config.Width, before));

        Memory<float> Part(float[] all, int from, int count) => all.AsMemory(all.Length / image.Batch * from, all.Length / image.Batch * count);
    }

    /// <summary>Lets the network and the working memory go.</summary>
    public void Dispose() => _network.Dispose();

    // As many at once as there is room for.
    private async ValueTask<int> ReserveAsync(int count, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await _network.ReserveAsync(new Dictionary<string, long> { [ClipVisionNetwork.Count] = count }, cancellation);
                return count;
            }
            catch (NodeFailure) when (count > 1)
            {
                count = (count + 1) / 2;
            }
        }
    }

    private void Run(Image image, int first, int count, VisionPreprocessing how, (Memory<float> Projected, Memory<float> Last, Memory<float> Before) parts, CancellationToken cancellation)
    {
        var side = _config.PictureSide;
        using var pixels = Tensor.Allocate(TensorType.Float32, count, 3, side, side);
        var picture = 3 * side * side;
        for (var i = 0; i < count; i++)
        {
            VisionPixels.Fill(image, first + i, side, how, pixels.Floats.Slice(i * picture, picture), cancellation);
        }

        using var projected = Tensor.Of(parts.Projected, count, _config.Projected);
        using var last = Tensor.Of(parts.Last, count, Tokens, _config.Width);
        using var before = Tensor.Of(parts.Before, count, Tokens, _config.Width);
        _network.Session.Run(
            new Dictionary<string, Tensor> { [ClipVisionNetwork.Input] = pixels },
            new Dictionary<string, Tensor> { [ClipVisionNetwork.Projected] = projected, [ClipVisionNetwork.LastHidden] = last, [ClipVisionNetwork.PenultimateHidden] = before },
            cancellation);
    }
}
