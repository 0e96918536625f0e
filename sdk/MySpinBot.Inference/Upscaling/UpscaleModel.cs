using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>A model that makes pictures larger, as a recipe: which weights, not the weights themselves. What flows through UPSCALE_MODEL sockets.</summary>
/// <param name="Weights">The file of its weights, by content.</param>
/// <param name="Architecture">What it is, read from the weights: <c>RRDBNet</c>, <c>SRVGGNetCompact</c>, or <c>onnx</c>.</param>
/// <param name="Scale">How many times larger it makes a picture.</param>
[Socket("UPSCALE_MODEL", Color = "#1e4fa3")]
public sealed record UpscaleModel(WeightFile Weights, string Architecture, int Scale);
