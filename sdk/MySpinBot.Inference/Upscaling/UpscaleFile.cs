using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>A file of an upscaling model, whatever kind it is: PyTorch, safetensors, or an exported graph.</summary>
internal sealed class UpscaleFile : IDisposable
{
    private UpscaleFile(OnnxModel model, UpscaleForm form, UpscaleNetwork? network) => (Model, Form, Network) = (model, form, network);

    public OnnxModel Model { get; }

    public UpscaleForm Form { get; }

    /// <summary>What its weights are; for an exported graph what they are known to be, null where they are not known.</summary>
    public UpscaleNetwork? Network { get; }

    public string Architecture => IsExported ? "onnx" : Network!.Architecture;

    private bool IsExported { get; init; }

    /// <summary>Opens a file and reads its head.</summary>
    /// <exception cref="CheckpointException">It is no upscaling model, is damaged, or holds what is refused.</exception>
    public static UpscaleFile Open(string path, TensorType compute = TensorType.Float32)
    {
        var weights = Checkpoint.Open(path);
        try
        {
            return weights.Format == CheckpointFormat.Onnx ? Exported(path, weights) : Built(weights, compute);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>The model, for whoever takes it over.</summary>
    public static OnnxModel OpenModel(string path, TensorType compute) => Open(path, compute).Model;

    public void Dispose() => Model.Dispose();

    private static UpscaleFile Built(Checkpoint weights, TensorType compute)
    {
        var network = UpscaleNetwork.Of(weights) ?? throw new CheckpointException(
            $"'{Path.GetFileName(weights.Path)}' is {ModelIdentity.Identify(weights).Name}, and no upscaling model that runs here: an ESRGAN or Real-ESRGAN (RRDBNet) or a SRVGGNetCompact would be right, or any upscaling model that was exported to ONNX.");
        var model = OnnxModel.Of(network.Graph(compute), weights);
        return new UpscaleFile(model, UpscaleForm.Of(network, model), network);
    }

    // It runs as it is, since it may do more than its weights say; they only tell how far it sees.
    private static UpscaleFile Exported(string path, Checkpoint weights)
    {
        var network = Known(weights);
        weights.Dispose();
        var model = OnnxModel.FromFile(path);
        try
        {
            return new UpscaleFile(model, UpscaleForm.Of(model, network, () => Named(path)), network) { IsExported = true };
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    // 'yunet.onnx' (YuNet): whoever took the wrong file sees which it was.
    private static string Named(string path)
        => CheckpointHead.Read(path).Identity is { Family: not "unknown" } identity ? $"'{Path.GetFileName(path)}' ({identity.Name})" : $"'{Path.GetFileName(path)}'";

    private static UpscaleNetwork? Known(Checkpoint weights)
    {
        try
        {
            return UpscaleNetwork.Of(weights);
        }
        catch (CheckpointException)
        {
            // Names like those of a known network over something else: then it is not known.
            return null;
        }
    }
}
