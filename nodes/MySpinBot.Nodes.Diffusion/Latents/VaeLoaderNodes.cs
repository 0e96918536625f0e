using MySpinBot.Checkpoints;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Naming a VAE of its own.</summary>
public static class VaeLoaderNodes
{
    private const string Folder = "vae";
    private const string SmallFolder = "vae_approx";

    /// <summary>Names a VAE that lies in a file of its own.</summary>
    /// <remarks>Autoencoders of Stable Diffusion and of Stable Video Diffusion, whatever program saved them, and TAESD. What it is is read from the file; a config.json of diffusers beside it is heeded. The weights are loaded where they are used.</remarks>
    /// <param name="vaeName">A file in the folder <c>vae</c>.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The VAE.</returns>
    [Node("VAELoader", Title = "Load VAE", Category = "model/loaders", Search = "autoencoder,TAESD", Lane = Lane.Io, Fingerprint = nameof(Beside))]
    public static Autoencoder Load([FileFrom(Folder, Extensions = CheckpointReading.Extensions)] FileReference vaeName, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Read(vaeName, Folder, "vae_name");
    }

    /// <summary>Names a TAESD: a small VAE that gives nearly the same pictures in no time. It is published as two files, one for each way.</summary>
    /// <param name="decoderName">The file of the decoder in the folder <c>vae_approx</c>. Its name tells which models it is for: <c>taesd_decoder</c>, <c>taesdxl_decoder</c>, ….</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="encoderName">The file of the encoder; none where pictures are only decoded.</param>
    /// <returns>The VAE.</returns>
    [Node("TAESDLoader", Title = "Load TAESD", Category = "model/loaders", Search = "tiny autoencoder,fast VAE,preview", Lane = Lane.Io)]
    public static Autoencoder LoadSmall(
        [FileFrom(SmallFolder, Extensions = CheckpointReading.Extensions)] FileReference decoderName, CancellationToken cancellation, [FileFrom(SmallFolder, Extensions = CheckpointReading.Extensions)] FileReference? encoderName = null)
    {
        cancellation.ThrowIfCancellationRequested();
        var decoder = Read(decoderName, SmallFolder, "decoder_name");
        if (decoder.Network is not { Kind: AutoencoderKind.Tiny, Decodes: true })
        {
            throw new NodeFailure($"'{Path.GetFileName(decoderName.Path)}' is no decoder of a TAESD; 'taesd_decoder.safetensors' would be one.") { Input = "decoder_name" };
        }

        if (encoderName is null)
        {
            return decoder;
        }

        var encoder = Read(encoderName, SmallFolder, "encoder_name");
        return encoder.Network is { Kind: AutoencoderKind.Tiny, Encodes: true } network && (network.LatentChannels, network.Factor) == (decoder.Network.LatentChannels, decoder.Network.Factor)
            ? decoder with { EncoderWeights = encoder.Weights, Network = decoder.Network with { Encodes = true } }
            : throw new NodeFailure($"'{Path.GetFileName(encoderName.Path)}' is no encoder that belongs to '{Path.GetFileName(decoderName.Path)}': {decoder.Network.LatentChannels} channels would be right.") { Input = "encoder_name" };
    }

    internal static string? Beside(FileReference? vaeName) => vaeName is null ? null : ConfigBeside.Text(vaeName.Path);

    private static Autoencoder Read(FileReference file, string kind, string input) => WeightFaults.Told(() =>
    {
        using var weights = Checkpoint.Open(file.Path);
        var name = Path.GetFileName(file.Path);
        var vae = PartReading.Vae(weights, new WeightFile(kind, file.Id, file.Length), ConfigBeside.Of(file.Path))
            ?? throw new CheckpointException($"'{name}' is {ModelIdentity.Identify(weights).Name}, and has no VAE in it; an autoencoder of Stable Diffusion, of Stable Video Diffusion or a TAESD would be right.");
        return vae with { Network = vae.Network.Kind == AutoencoderKind.Tiny ? TinyAutoencoderReading.Scaled(vae.Network, name) : vae.Network };
    }, input);
}
