using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>A model that makes pictures larger, as a recipe: which weights, not the weights themselves. What flows through UPSCALE_MODEL sockets.</summary>
/// <param name="Weights">The file of its weights, by content.</param>
/// <param name="Architecture">What it is, read from the weights: <c>RRDBNet</c>, <c>SRVGGNetCompact</c>, or <c>onnx</c>.</param>
/// <param name="Scale">How many times larger it makes a picture.</param>
/// <param name="Precision">What it computes in.</param>
[Socket("UPSCALE_MODEL", Color = "#1e4fa3")]
public sealed record UpscaleModel(WeightFile Weights, string Architecture, int Scale, UpscalePrecision Precision = UpscalePrecision.Auto)
{
    /// <summary>The folder of models that they lie in.</summary>
    public const string Folder = "upscale_models";

    /// <summary>Reads from a file which model it is.</summary>
    /// <param name="file">The file: <c>.pth</c>, <c>.safetensors</c>, <c>.onnx</c>.</param>
    /// <param name="precision">What it is to compute in.</param>
    /// <param name="shelf">Where an exported graph whose shapes do not say how much larger it makes a picture is run once, to see.</param>
    /// <param name="cancellation">Ends the wait for memory.</param>
    /// <exception cref="NodeFailure">It is no upscaling model; the sentence says what it is instead, and what would be right.</exception>
    public static ValueTask<UpscaleModel> ReadAsync(FileReference file, UpscalePrecision precision, IModelShelf shelf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(shelf);
        return WeightFaults.ToldAsync(async () =>
        {
            using var opened = UpscaleFile.Open(file.Path);
            var unscaled = new UpscaleModel(new WeightFile(Folder, file.Id, file.Length), opened.Architecture, 1, precision);
            var scale = opened.Architecture == opened.Network?.Architecture ? opened.Network.Scale : opened.Form.Scale(opened.Model);
            return unscaled with { Scale = scale ?? await UpscaleTrial.ScaleAsync(unscaled, file.Path, opened, shelf, cancellation) };
        });
    }
}

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
