using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>Writes small models below a folder of models, in every layout in which such models are published. Their weights are of chance: what they paint is noise, and always the same.</summary>
/// <remarks>They attend at their lowest level only, so that pictures as large as people make them go through in no time.</remarks>
internal static class TinyFiles
{
    /// <summary>Stable Diffusion's network.</summary>
    public static UNetConfig Network { get; } = new()
    {
        InChannels = 4, OutChannels = 4, ContextWidth = 16, Channels = [8, 8, 16], Heads = [8, 8, 8], LayersPerBlock = 1, TransformerLayers = [0, 0, 1], NormGroups = 8,
    };

    /// <summary>That of an inpainting model: a mask and a picture are laid beside the latents.</summary>
    public static UNetConfig Inpainting { get; } = Network with { InChannels = 9 };

    /// <summary>Its autoencoder, which halves a picture three times as the large one does.</summary>
    public static AutoencoderConfig Vae { get; } = new(AutoencoderKind.Kl, 4, [8, 8, 8, 8], 1) { NormGroups = 8 };

    /// <summary>Its text encoder.</summary>
    public static ClipTextConfig Text { get; } = ClipTextShapes.Tiny(16);

    /// <summary>A checkpoint of Stable Diffusion 1.x in one file.</summary>
    /// <param name="models">The folder of models.</param>
    /// <param name="name">What it is called: <c>checkpoints/NAME</c>.</param>
    /// <param name="seed">What its weights are drawn from.</param>
    /// <param name="network">How its network is made; null for the usual.</param>
    /// <param name="vae">Whether the file has an autoencoder.</param>
    /// <param name="text">Whether it has a text encoder.</param>
    /// <returns>The file.</returns>
    public static string Checkpoint(string models, string name, int seed = 1, UNetConfig? network = null, bool vae = true, bool text = true)
        => SingleFile.StableDiffusion(
            Random(UNetShapes.Of(network ?? Network), seed), network ?? Network, vae ? Random(AutoencoderShapes.Of(Vae), seed) : null, text ? Random(ClipTextShapes.Of(Text), seed) : null).Write(models, "checkpoints", name);

    /// <summary>A checkpoint of Stable Video Diffusion in one file.</summary>
    public static string Video(string models, string name, int seed = 1)
        => SingleFile.StableVideoDiffusion(
            Random(VideoUNetShapes.Of(VideoUNetShapes.Tiny), seed), VideoUNetShapes.Tiny, Random(VideoAutoencoderShapes.Of(VideoAutoencoderShapes.Tiny), seed), Random(ClipVisionShapes.Of(ClipVisionShapes.Tiny), seed)).Write(models, "checkpoints", name);

    /// <summary>A model of diffusers: a folder for each part.</summary>
    /// <returns>Its <c>model_index.json</c>.</returns>
    public static string Diffusers(string models, string name, int seed = 1, bool text = true)
    {
        var folder = Path.Combine(models, "diffusers", name);
        Random(UNetShapes.Of(Network), seed).Write(folder, "unet", "diffusion_pytorch_model.safetensors");
        Random(AutoencoderShapes.Of(Vae), seed).Write(folder, "vae", "diffusion_pytorch_model.safetensors");
        if (text)
        {
            Random(ClipTextShapes.Of(Text), seed).Write(folder, "text_encoder", "model.safetensors");
        }

        // Heads are what no shape says.
        File.WriteAllText(Path.Combine(folder, "unet", "config.json"), """{"_class_name": "UNet2DConditionModel", "attention_head_dim": 4, "norm_num_groups": 8}""");
        var index = Path.Combine(folder, "model_index.json");
        File.WriteAllText(index, """{"_class_name": "StableDiffusionPipeline", "text_encoder": ["transformers", "CLIPTextModel"], "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"]}""");
        return index;
    }

    /// <summary>A model of diffusers that makes videos of pictures.</summary>
    /// <returns>Its <c>model_index.json</c>.</returns>
    public static string VideoFolder(string models, string name, int seed = 1)
    {
        var folder = Path.Combine(models, "diffusers", name);
        Random(VideoUNetShapes.Of(VideoUNetShapes.Tiny), seed).Write(folder, "unet", "diffusion_pytorch_model.fp16.safetensors");
        Random(VideoAutoencoderShapes.Of(VideoAutoencoderShapes.Tiny), seed).Write(folder, "vae", "diffusion_pytorch_model.fp16.safetensors");
        Random(ClipVisionShapes.Of(ClipVisionShapes.Tiny), seed).Write(folder, "image_encoder", "model.fp16.safetensors");
        var index = Path.Combine(folder, "model_index.json");
        File.WriteAllText(index, """{"_class_name": "StableVideoDiffusionPipeline", "image_encoder": ["transformers", "CLIPVisionModelWithProjection"], "unet": ["diffusers", "UNetSpatioTemporalConditionModel"], "vae": ["diffusers", "AutoencoderKLTemporalDecoder"]}""");
        return index;
    }

    /// <summary>A network alone.</summary>
    public static string NetworkAlone(string models, string name, int seed = 1) => Random(UNetShapes.Of(Network), seed).Write(models, "diffusion_models", name);

    /// <summary>An autoencoder alone, in the names of the original repository.</summary>
    public static string VaeAlone(string models, string name, int seed = 1) => VideoAutoencoderShapes.ToSingleFile(Random(AutoencoderShapes.Of(Vae), seed), "").Write(models, "vae", name);

    /// <summary>A text encoder alone.</summary>
    public static string TextAlone(string models, string name, int seed = 1) => Random(ClipTextShapes.Of(Text), seed).Write(models, "text_encoders", name);

    /// <summary>A vision encoder alone.</summary>
    public static string VisionAlone(string models, string name, int seed = 1) => Random(ClipVisionShapes.Of(ClipVisionShapes.Tiny), seed).Write(models, "clip_vision", name);

    /// <summary>A LoRA for the network and the text encoder, as kohya's scripts write it.</summary>
    public static string Lora(string models, string name, int seed = 1, int rank = 2)
    {
        var shapes = new ShapeList();
        foreach (var entry in UNetShapes.Of(Network).Entries)
        {
            Add("lora_unet_", entry, entry.Name.Contains(".attn", StringComparison.Ordinal));
        }

        foreach (var entry in ClipTextShapes.Of(Text).Entries)
        {
            Add("lora_te_", entry, entry.Name.Contains("_proj.", StringComparison.Ordinal));
        }

        return Random(shapes, seed).Write(models, "loras", name);

        void Add(string prefix, TensorEntry entry, bool isWanted)
        {
            if (isWanted && entry.Name.EndsWith(".weight", StringComparison.Ordinal))
            {
                var module = prefix + entry.Name[..^".weight".Length].Replace('.', '_');
                shapes.Add($"{module}.lora_up.weight", entry.Shape[0], rank).Add($"{module}.lora_down.weight", rank, entry.Shape[1]).Add($"{module}.alpha");
            }
        }
    }

    /// <summary>An embedding of some words.</summary>
    public static string Embedding(string models, string name, int seed = 1) => Random(new ShapeList().Add("emb_params", 2, Text.Width), seed).Write(models, "embeddings", name);

    /// <summary>A small decoder for previews.</summary>
    public static string SmallDecoder(string models, string name = "taesd_decoder.safetensors", int seed = 1) => Random(TinyAutoencoderShapes.Decoder(features: 8), seed).Write(models, "vae_approx", name);

    /// <summary>What belongs to it.</summary>
    public static string SmallEncoder(string models, string name = "taesd_encoder.safetensors", int seed = 1) => Random(TinyAutoencoderShapes.Encoder(features: 8), seed).Write(models, "vae_approx", name);

    /// <summary>A model that makes pictures four times as large: two convolutions of the compact kind.</summary>
    public static string SmallUpscaler(string models, string name, int seed = 1)
        => Random(new ShapeList().Conv("body.0", 8, 3).Add("body.1.weight", 8).Conv("body.2", 3 * 16, 8), seed).Write(models, "upscale_models", name);

    private static RandomWeights Random(ShapeList shapes, int seed) => new(shapes, seed, TensorType.Float16);
}
