using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Reads one part of a model from a checkpoint: found by its names wherever it stands among others, and looked through as a whole, so that what is missing or does not fit is told when it is loaded and not in the midst of a run.</summary>
internal static class PartReading
{
    /// <summary>The network that takes noise away, of pictures or of videos; null where there is none.</summary>
    /// <param name="checkpoint">The open file.</param>
    /// <param name="weights">What it is.</param>
    /// <param name="config">diffusers' <c>config.json</c> of this part; null where there is none.</param>
    /// <param name="heads">How the original repository's <c>.yaml</c> divides attentions; null where there is none.</param>
    /// <exception cref="CheckpointException">There is one, and something of it is missing or does not fit.</exception>
    public static DiffusionModel? Network(ITensors checkpoint, WeightFile weights, JsonElement? config = null, HeadRule? heads = null)
    {
        if (VideoUNetNames.Diffusers(checkpoint) is { } video)
        {
            var how = VideoUNetReading.Of(video, config) ?? throw new CheckpointException("The weights of this video network have no name that is known.");
            Whole("network", () => new VideoUNet(how, video).Graph());
            return new DiffusionModel(weights, how, SamplingConfig.StableVideoDiffusion);
        }

        if (UNetNames.Of(checkpoint) is { } unet)
        {
            var how = UNetReading.Of(unet, config, heads);
            Whole("network", () => new UNet(how, unet).Graph());
            return new DiffusionModel(weights, how, SamplingConfig.StableDiffusion);
        }

        return null;
    }

    /// <summary>The text encoder; null where there is none.</summary>
    public static TextEncoder? Text(ITensors checkpoint, WeightFile weights, JsonElement? config = null)
    {
        if (ClipTextNames.Official(checkpoint) is not { } named)
        {
            return null;
        }

        var how = ClipTextReading.Read(named, config);
        Whole("text encoder", () => ClipTextNetwork.Build(named, how));
        return new TextEncoder([new TextTower(weights, how)]);
    }

    /// <summary>The autoencoder; null where there is none.</summary>
    public static Autoencoder? Vae(ITensors checkpoint, WeightFile weights, JsonElement? config = null)
    {
        if (AutoencoderReading.Of(checkpoint, config) is not { } how)
        {
            return null;
        }

        if (how.Kind == AutoencoderKind.Tiny)
        {
            return new Autoencoder(weights, how);
        }

        var named = AutoencoderNames.Diffusers(checkpoint)!;
        if (how.Encodes)
        {
            Whole("autoencoder", () => AutoencoderEncoder.Build(how, named));
        }

        if (how.Decodes)
        {
            Whole("autoencoder", () => how.Kind == AutoencoderKind.Temporal ? VideoAutoencoderDecoder.Build(how, named) : AutoencoderDecoder.Build(how, named));
        }

        return new Autoencoder(weights, how);
    }

    /// <summary>The vision encoder; null where there is none.</summary>
    public static VisionEncoder? Vision(ITensors checkpoint, WeightFile weights, JsonElement? config = null)
    {
        if (ClipVisionNames.Official(checkpoint) is not { } named)
        {
            return null;
        }

        var how = ClipVisionReading.Read(named, config);
        Whole("vision encoder", () => ClipVisionNetwork.Build(named, how));
        return new VisionEncoder(weights, how);
    }

    // A graph takes every weight of its network by name and shape, and reads no number.
    private static void Whole<T>(string part, Func<T> build)
    {
        try
        {
            build();
        }
        catch (CheckpointException fault)
        {
            throw new CheckpointException($"Its {part} is not whole: {fault.Message}", fault);
        }
        catch (ArgumentException fault)
        {
            throw new CheckpointException($"The weights of its {part} do not fit together: {fault.Message}", fault);
        }
    }
}
