using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>A small decoder that shows latents while they are sampled. Whatever goes wrong with it, the sampling goes on without it.</summary>
internal sealed class PreviewDecoder : IDisposable
{
    /// <summary>The folder of models that they lie in.</summary>
    public const string Folder = "vae_approx";

    // How long a sampler waits for the room that its previews would like to have.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // What files are called that decode the latents of a family: ComfyUI's latent_formats.py.
    private static readonly (int Channels, double Scale, string Stem)[] Families =
    [
        (4, 0.18215, "taesd"),
        (4, 0.13025, "taesdxl"),
        (16, 1.5305, "taesd3"),
        (16, 0.3611, "taef1"),
        (32, 1, "taef2"),
    ];

    private readonly AutoencoderHalf _half;
    private readonly float[] _latent;
    private readonly float[] _planes;
    private readonly LatentShape _shape;

    private PreviewDecoder(AutoencoderHalf half, LatentShape shape)
    {
        (_half, _shape) = (half, shape);
        _latent = new float[shape.Picture];
        _planes = new float[checked(3 * shape.Height * half.Config.Factor * shape.Width * half.Config.Factor)];
    }

    /// <summary>The decoder for latents of a model; null where there is none, or no room for it now.</summary>
    public static async ValueTask<PreviewDecoder?> FindAsync(DiffusionModel model, LatentShape shape, NodeContext context, CancellationToken cancellation)
    {
        AutoencoderHalf? half = null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            if (Name(context.Weights.Names(Folder), shape.Channels, model.LatentScale) is not { } name || await context.Weights.NamedAsync(Folder, name, patience.Token) is not { } file || Read(file, shape) is not { } vae)
            {
                return null;
            }

            half = await AutoencoderHalf.OpenAsync(vae, AutoencoderSide.Decoder, context, patience.Token, isNoted: false);
            if (!half.FitsNow(1, shape.Height, shape.Width))
            {
                half.Dispose();
                return null;
            }

            await half.ReserveAsync(1, [(shape.Height, shape.Width)], patience.Token);
            return new PreviewDecoder(half, shape);
        }
        catch (Exception fault) when (fault is NodeFailure or CheckpointException or OutOfMemoryException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // A picture on the way is worth no failure: colours are projected instead.
            context.Log.Info($"Previews are not decoded: {fault.Message}");
            half?.Dispose();
            return null;
        }
    }

    /// <summary>One picture.</summary>
    /// <param name="latent">[channels, height, width], in the model's scale.</param>
    /// <param name="cancellation">Ends it.</param>
    public Image Picture(ReadOnlySpan<float> latent, CancellationToken cancellation)
    {
        latent.CopyTo(_latent);
        _half.Run(_latent, _planes, 1, _shape.Height, _shape.Width, cancellation);
        var pixels = new float[_planes.Length];
        PixelPlanes.Pour(_planes, isSigned: false, pixels);
        return Image.Own(1, _shape.Height * _half.Config.Factor, _shape.Width * _half.Config.Factor, 3, pixels);
    }

    public void Dispose() => _half.Dispose();

    /// <summary>Which of some files decodes the latents of a family: <c>taesd_decoder.safetensors</c>, or <c>taesd.safetensors</c> with both halves.</summary>
    internal static string? Name(IReadOnlyList<string> names, int channels, double scale)
    {
        var stem = Families.FirstOrDefault(family => family.Channels == channels && (channels > 16 || Math.Abs(family.Scale - scale) < 1e-4)).Stem;
        return stem is null ? null
            : names.FirstOrDefault(name => Path.GetFileNameWithoutExtension(name) == $"{stem}_decoder") ?? names.FirstOrDefault(name => Path.GetFileNameWithoutExtension(name) == stem);
    }

    private static Autoencoder? Read(FileReference file, LatentShape shape)
    {
        using var weights = Checkpoint.Open(file.Path);
        return AutoencoderReading.Of(weights) is { Kind: AutoencoderKind.Tiny, Decodes: true } config && config.LatentChannels == shape.Channels
            ? new Autoencoder(new WeightFile(Folder, file.Id, file.Length), config)
            : null;
    }
}
