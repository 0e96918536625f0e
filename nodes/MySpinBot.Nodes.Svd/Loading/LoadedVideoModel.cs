using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Svd;

/// <summary>What a model that makes videos of pictures has.</summary>
/// <param name="Model">The network that takes noise away.</param>
/// <param name="ClipVision">What sees the picture.</param>
/// <param name="Vae">What turns the picture into latents, and latents into frames. Where the file has none, the node that uses it says so.</param>
public sealed record LoadedVideoModel([Output(Name = "MODEL")] DiffusionModel Model, [Output(Name = "CLIP_VISION")] VisionEncoder ClipVision, [Output(Name = "VAE")] Autoencoder Vae)
{
    /// <summary>The parts of a file or a folder.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="name">The name of what they were read from.</param>
    /// <param name="input">The input that names it, for sentences.</param>
    /// <exception cref="NodeFailure">It makes no videos, or sees no pictures.</exception>
    internal static LoadedVideoModel Of(ModelParts parts, string name, string input)
    {
        if (parts.Model is not { Network: VideoUNetConfig } model)
        {
            throw new NodeFailure($"'{name}' is a model of pictures, not of videos; CheckpointLoaderSimple loads it, or DiffusersLoader. A checkpoint of Stable Video Diffusion would be right here.") { Input = input };
        }

        return parts.Vision is { } vision ? new LoadedVideoModel(model, vision, parts.Vae)
            : throw new NodeFailure($"'{name}' has no CLIP vision encoder, which sees the picture that a video begins with. Load the network with UNETLoader, the VAE with VAELoader and the encoder with CLIPVisionLoader.") { Input = input };
    }
}
