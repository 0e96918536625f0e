using System.Security.Cryptography;
using MySpinBot.Core.Results;
using MySpinBot.Diffusion;
using MySpinBot.Diffusion.Tests.Making;

namespace MySpinBot.Nodes.Tests.Conforming;

/// <summary>Small diffusion models, and values of their sockets, for nodes that are called with any.</summary>
internal static class TinyDiffusion
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "tiny-models");

    private static readonly string CheckpointFile = TinyFiles.Checkpoint(Root, "tiny.safetensors");

    private static readonly string VideoFile = TinyFiles.Video(Root, "tiny-video.safetensors");

    private static readonly string FolderFile = TinyFiles.Diffusers(Root, "tiny");

    private static readonly string LoraFile = TinyFiles.Lora(Root, "tiny.safetensors");

    private static readonly ModelParts Parts = CheckpointReading.Read(Reference(CheckpointFile), CheckpointReading.Folder, "ckpt_name");

    private static readonly ModelParts Video = CheckpointReading.Read(Reference(VideoFile), CheckpointReading.Folder, "ckpt_name");

    private static readonly Conditioning Words = new([new Condition(Embedding.Own(1, 77, TinyFiles.Text.Width, Values(77 * TinyFiles.Text.Width)))]);

    public static IReadOnlyDictionary<string, object> Samples { get; } = new Dictionary<string, object>
    {
        ["MODEL"] = Parts.Model!,
        ["CLIP"] = Parts.Text,
        ["VAE"] = Parts.Vae,
        ["CLIP_VISION"] = Video.Vision!,
        ["CLIP_VISION_OUTPUT"] = new VisionOutput(Embedding.Own(1, 1, 32, Values(32)), Embedding.Own(1, 17, 32, Values(17 * 32)), Embedding.Own(1, 17, 32, Values(17 * 32))),
        ["CONDITIONING"] = Words,
        ["LATENT"] = Latent.Own(new LatentShape(1, 4, 4, 4), Values(64)),
        ["SAMPLER"] = new SamplerChoice("euler"),
        ["SIGMAS"] = new Sigmas([14.6f, 1f, 0f]),
        ["NOISE"] = new NoiseSource(7),
        ["GUIDER"] = new Guider(Parts.Model!, Words, Words, 2),
    };

    public static IReadOnlyDictionary<string, object> Inputs { get; } = new Dictionary<string, object>
    {
        ["CheckpointLoaderSimple.ckpt_name"] = CheckpointFile,
        ["UNETLoader.unet_name"] = TinyFiles.NetworkAlone(Root, "tiny.safetensors"),
        ["DiffusersLoader.model_path"] = FolderFile,
        ["LoraLoader.lora_name"] = LoraFile,
        ["LoraLoaderModelOnly.lora_name"] = LoraFile,
        ["CLIPLoader.clip_name"] = TinyFiles.TextAlone(Root, "tiny.safetensors"),
        ["CLIPVisionLoader.clip_name"] = TinyFiles.VisionAlone(Root, "tiny.safetensors"),
        ["VAELoader.vae_name"] = TinyFiles.VaeAlone(Root, "tiny.safetensors"),
        ["TAESDLoader.decoder_name"] = TinyFiles.SmallDecoder(Root),
        ["TAESDLoader.encoder_name"] = TinyFiles.SmallEncoder(Root),
        ["ImageOnlyCheckpointLoader.ckpt_name"] = VideoFile,
        ["ImageOnlyDiffusersLoader.model_path"] = TinyFiles.VideoFolder(Root, "tiny-video"),
        ["SVD_img2vid_Conditioning.width"] = 64,
        ["SVD_img2vid_Conditioning.height"] = 48,
        ["SVD_img2vid_Conditioning.video_frames"] = 2,
        ["StableVideoDiffusionConditioning.width"] = 64,
        ["StableVideoDiffusionConditioning.height"] = 48,
        ["StableVideoDiffusionConditioning.video_frames"] = 2,
        ["LoadLatent.latent"] = SavedLatent(),
        ["KSampler.steps"] = 2,
        ["DiffusersSampler.steps"] = 2,
        ["KSamplerAdvanced.steps"] = 2,
    };

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Folders { get; }
        = new[] { "checkpoints", "diffusion_models", "diffusers", "loras", "text_encoders", "clip_vision", "vae", "vae_approx" }.ToDictionary(kind => kind, kind => (IReadOnlyList<string>)[Path.Combine(Root, kind)]);

    // Waves are as good as any, and of the size that such numbers have.
    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i * 0.7f))];

    private static string SavedLatent()
    {
        var path = Path.Combine(Root, "one.latent");
        using var file = File.Create(path);
        LatentFile.Write(Latent.Own(new LatentShape(1, 4, 2, 2), Values(16)), new Dictionary<string, string>(), file);
        return path;
    }

    private static FileReference Reference(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return new FileReference(path, IdOf(bytes), bytes.Length);
    }

    // As the engine reckons it: where there are several chunks, from theirs. Otherwise no node would find the file.
    private static ContentId IdOf(byte[] bytes)
        => bytes.Length <= ContentTree.ChunkSize ? ContentId.Of(bytes) : ContentTree.Root([.. bytes.Chunk(ContentTree.ChunkSize).SelectMany(chunk => SHA256.HashData(chunk))], bytes.Length);
}
