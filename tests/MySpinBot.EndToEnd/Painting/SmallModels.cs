using MySpinBot.Diffusion.Tests.Making;

namespace MySpinBot.EndToEnd.Painting;

/// <summary>A folder of small models, under the names that people's graphs have for large ones, and pictures for them.</summary>
public sealed class SmallModels : IDisposable
{
    public SmallModels()
    {
        foreach (var name in new[] { "v1-5-pruned-emaonly-fp16.safetensors", "v1-5-pruned-emaonly.ckpt", "v1-5-pruned-emaonly.safetensors" })
        {
            TinyFiles.Checkpoint(Folder, name);
        }

        // Other models of the examples; a seed each, so that they are others.
        string[] others = ["v2-1_768-ema-pruned.ckpt", "AbyssOrangeMix2_hard.safetensors", "Anything-V3.0.ckpt", "wd-illusion-fp16.safetensors", "cardosAnime_v10.safetensors", "sd_xl_1.0.safetensors"];
        for (var i = 0; i < others.Length; i++)
        {
            TinyFiles.Checkpoint(Folder, others[i], seed: 2 + i);
        }

        TinyFiles.Checkpoint(Folder, "512-inpainting-ema.safetensors", network: TinyFiles.Inpainting);
        TinyFiles.Video(Folder, "svd.safetensors");
        TinyFiles.VaeAlone(Folder, "vae-ft-mse-840000-ema-pruned.safetensors", seed: 3);
        TinyFiles.Lora(Folder, "epiNoiseoffset_v2.safetensors");
        TinyFiles.Lora(Folder, "theovercomer8sContrastFix_sd15.safetensors", seed: 2);
        TinyFiles.Lora(Folder, "lcm_lora_sdxl.safetensors", seed: 3);
        TinyFiles.Embedding(Folder, "embedding.pt");
        TinyFiles.SmallUpscaler(Folder, "RealESRGAN_x4plus.pth");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("small models ").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
