using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>How an upscaling model becomes a session: where it runs, and what it computes in.</summary>
internal static class UpscaleSession
{
    /// <summary>How the shelf gets the session. Weights, architecture and precision are its identity: the same weights under another name are the same session.</summary>
    public static ModelRecipe<OnnxSession> Recipe(UpscaleModel model, string path, UpscaleFile file, ComputeDevice device)
    {
        var compute = Compute(model, device);
        return OnnxSession.Recipe(
            $"upscale/{model.Weights.Id}/{model.Architecture}/{Name(compute)}",
            $"Upscaling model {Path.GetFileNameWithoutExtension(path)}",
            device,
            file.Model.LoadingBytes(device),
            () => UpscaleFile.OpenModel(path, compute));
    }

    /// <summary>What a model computes in on a device. Exported graphs compute in what they were exported with.</summary>
    public static TensorType Compute(UpscaleModel model, ComputeDevice device) => (model.Architecture, model.Precision, device.Provider) switch
    {
        ("onnx", _, _) or (_, UpscalePrecision.Float32, _) => TensorType.Float32,
        (_, UpscalePrecision.Float16, _) or (_, _, ComputeProvider.Cuda) => TensorType.Float16,
        _ => TensorType.Float32,
    };

    /// <summary>What people read.</summary>
    public static string Name(TensorType compute) => compute == TensorType.Float16 ? "float16" : "float32";
}
