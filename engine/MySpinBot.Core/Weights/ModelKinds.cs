using System.Collections.Frozen;

namespace MySpinBot.Core.Weights;

/// <summary>Kinds of models, under ComfyUI's names for them, and which files are of a kind.</summary>
public static class ModelKinds
{
    /// <summary>The kinds and their folders below the folder of models, in the order in which they are looked through.</summary>
    public static IReadOnlyList<(string Kind, IReadOnlyList<string> Folders)> Usual { get; } =
    [
        ("checkpoints", ["checkpoints"]),
        ("configs", ["configs"]),
        ("loras", ["loras"]),
        ("vae", ["vae"]),
        ("text_encoders", ["text_encoders", "clip"]),
        ("diffusion_models", ["unet", "diffusion_models"]),
        ("clip_vision", ["clip_vision"]),
        ("style_models", ["style_models"]),
        ("embeddings", ["embeddings"]),
        ("diffusers", ["diffusers"]),
        ("vae_approx", ["vae_approx"]),
        ("controlnet", ["controlnet", "t2i_adapter"]),
        ("gligen", ["gligen"]),
        ("upscale_models", ["upscale_models"]),
        ("hypernetworks", ["hypernetworks"]),
        ("photomaker", ["photomaker"]),
        ("classifiers", ["classifiers"]),
        ("model_patches", ["model_patches"]),
        ("audio_encoders", ["audio_encoders"]),
        ("llm", ["llm"]),
        ("tts", ["tts"]),
        ("voices", ["voices"]),
        ("wav2lip", ["wav2lip"]),
        ("facedetection", ["facedetection"]),
    ];

    private static readonly FrozenSet<string> Weights
        = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, ".ckpt", ".pt", ".pt2", ".bin", ".pth", ".safetensors", ".pkl", ".sft", ".gguf", ".onnx");

    private static readonly FrozenSet<string> Settings = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, ".yaml");

    private static readonly FrozenSet<string> OfAnyKind = FrozenSet<string>.Empty;

    private static readonly FrozenSet<string> UsualNames = Usual.Select(usual => usual.Kind).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The name that a kind goes by now; some had others before.</summary>
    /// <param name="kind">A kind: <c>unet</c>.</param>
    public static string Today(string kind) => kind switch
    {
        "unet" => "diffusion_models",
        "clip" => "text_encoders",
        _ => kind,
    };

    /// <summary>The file that lists the files of a model, for kinds whose models are whole folders (<c>diffusers</c>); null for others.</summary>
    /// <param name="kind">A kind.</param>
    public static string? IndexOf(string kind) => kind == "diffusers" ? "model_index.json" : null;

    /// <summary>Whether files of this folder are models: all are that come from elsewhere than a graph's own input, output and temporary files.</summary>
    /// <param name="folder">The folder that an input takes its files from; null for none in particular.</param>
    public static bool IsKind(string? folder) => folder is { Length: > 0 } and not ("input" or "output" or "temp");

    /// <summary>Extensions of files of a kind; none where all files are.</summary>
    /// <param name="kind">A kind as it is called today.</param>
    public static IReadOnlySet<string> Extensions(string kind) => kind switch
    {
        "configs" => Settings,
        "classifiers" => OfAnyKind,
        _ => UsualNames.Contains(kind) ? Weights : OfAnyKind,
    };
}
