using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>A model that makes pictures larger, as a recipe: which weights, not the weights themselves. What flows through UPSCALE_MODEL sockets.</summary>
/// <param name="Weights">The file of its weights, by content.</param>
/// <param name="Architecture">What it is, read from the weights: <c>RRDBNet</c>, <c>SRVGGNetCompact</c>, or <c>onnx</c>.</param>
/// <param name="Scale">How many times larger it makes a picture.</param>
/// <param name="Precision">What it computes in.</param>
[Socket("UPSCALE_MODEL", Color = "#1e4fa3")]
public sealed record UpscaleModel(WeightFile Weights, string Architecture, int Scale, UpscalePrecision Precision = UpscalePrecision.Auto);

/// <summary>What an upscaling model computes in. Weights of other types are converted when they are loaded.</summary>
public enum UpscalePrecision
{
    /// <summary>32 bits on a processor, 16 bits on an accelerator.</summary>
    [Choice("auto")]
    Auto,

    /// <summary>32-bit floating point.</summary>
    [Choice("fp32")]
    Float32,

    /// <summary>16-bit floating point: half the memory; faster where the device has it in hardware, which processors do not.</summary>
    [Choice("fp16")]
    Float16,
}
