using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>From a file that has an autoencoder in it to the graph of one of its halves.</summary>
internal static class AutoencoderFile
{
    /// <summary>Opens a file; the model takes it over.</summary>
    /// <param name="config">How the autoencoder is made.</param>
    /// <param name="side">Which half.</param>
    /// <param name="path">The file.</param>
    /// <param name="compute">What is computed in.</param>
    /// <exception cref="CheckpointException">It has no such half, or is damaged.</exception>
    public static OnnxModel Open(AutoencoderConfig config, AutoencoderSide side, string path, TensorType compute)
    {
        var file = Checkpoint.Open(path);
        try
        {
            return OnnxModel.Of(Graph(config, side, file, compute), file);
        }
        catch
        {
            // Whatever it was: nobody else closes the file now.
            file.Dispose();
            throw;
        }
    }

    private static OnnxGraph Graph(AutoencoderConfig config, AutoencoderSide side, Checkpoint file, TensorType compute)
    {
        if (!(side == AutoencoderSide.Encoder ? config.Encodes : config.Decodes))
        {
            throw new CheckpointException($"'{Path.GetFileName(file.Path)}' has only the half of a VAE that makes {(side == AutoencoderSide.Encoder ? "pictures of latents; load a VAE with its encoder" : "latents of pictures; load a VAE with its decoder")}.");
        }

        var weights = (config.Kind == AutoencoderKind.Tiny ? TinyAutoencoderReading.Named(file) : AutoencoderNames.Diffusers(file))
            ?? throw new CheckpointException($"'{Path.GetFileName(file.Path)}' is {ModelIdentity.Identify(file).Name}, and has no VAE in it.");
        return (config.Kind, side) switch
        {
            (AutoencoderKind.Tiny, AutoencoderSide.Encoder) => TinyAutoencoder.Encoder(config, weights, compute),
            (AutoencoderKind.Tiny, _) => TinyAutoencoder.Decoder(config, weights, compute),
            (_, AutoencoderSide.Encoder) => AutoencoderEncoder.Build(config, weights, compute),
            (AutoencoderKind.Temporal, _) => VideoAutoencoderDecoder.Build(config, weights, compute),
            _ => AutoencoderDecoder.Build(config, weights, compute),
        };
    }
}
