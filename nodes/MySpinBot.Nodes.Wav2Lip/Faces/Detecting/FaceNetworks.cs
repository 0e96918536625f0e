using System.Collections.Immutable;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;
using GraphValue = MySpinBot.Inference.GraphValue;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Opens files of face detectors and tells what they are: from what they take and give, never from their names.</summary>
internal static class FaceNetworks
{
    /// <summary>What can be used, for sentences.</summary>
    private const string Known = "UltraFace or YuNet as .onnx, or S3FD as .pth or .safetensors";

    /// <summary>Opens a file as a model: an ONNX file as it is, a checkpoint of S3FD as the graph that is written for it.</summary>
    /// <exception cref="NodeFailure">It is neither; the sentence says what it is.</exception>
    public static OnnxModel Open(string path) => WeightFaults.Told(() =>
    {
        var checkpoint = Checkpoint.Open(path);
        if (checkpoint.Format == CheckpointFormat.Onnx)
        {
            checkpoint.Dispose();
            return OnnxModel.FromFile(path);
        }

        return OfCheckpoint(checkpoint, path);
    }, "model_name", $"'{Path.GetFileName(path)}' cannot be used as a face detector: ");

    /// <summary>What kind a model is.</summary>
    /// <exception cref="NodeFailure">None that is known.</exception>
    public static FaceNetwork Of(OnnxModel model) => Of(model.Inputs, model.Outputs);

    /// <summary>What kind takes and gives this.</summary>
    /// <exception cref="NodeFailure">None that is known.</exception>
    public static FaceNetwork Of(ImmutableArray<GraphValue> inputs, ImmutableArray<GraphValue> outputs)
    {
        // Older files name their weights among the inputs as well.
        var picture = inputs.FirstOrDefault(input => input.Rank == 4 && input.Type == TensorType.Float32 && input.Shape[1] is { IsKnown: true, Known: 3 });
        var names = outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        if (picture is not null && names.Contains(S3fd.Scores(S3fd.Strides[0])))
        {
            return new S3fdNetwork { InputName = picture.Name, Batches = true };
        }

        if (picture is not null && YuNetNetwork.Strides.All(stride => names.IsSupersetOf([$"cls_{stride}", $"obj_{stride}", $"bbox_{stride}", $"kps_{stride}"])))
        {
            return new YuNetNetwork { InputName = picture.Name, OnlySize = Size(picture), Batches = !picture.Shape[0].IsKnown };
        }

        if (picture is not null && outputs.Length == 2 && Last(outputs, 2) is { } scores && Last(outputs, 4) is { } boxes && Size(picture) is { } size)
        {
            return new UltraFaceNetwork { InputName = picture.Name, ScoresName = scores, BoxesName = boxes, OnlySize = size, Batches = !picture.Shape[0].IsKnown };
        }

        throw new NodeFailure(
            $"The model takes {Listed(inputs)} and gives {Listed(outputs)}, as no known face detector does; use {Known}.") { Input = "model_name" };
    }

    private static OnnxModel OfCheckpoint(Checkpoint checkpoint, string path)
    {
        try
        {
            if (!S3fd.Recognises(checkpoint))
            {
                throw new NodeFailure($"'{Path.GetFileName(path)}' holds no weights of a face detector: there is no 'conv3_3_norm_mbox_conf.weight', which S3FD has; use {Known}.") { Input = "model_name" };
            }

            return OnnxModel.Of(S3fd.Build(checkpoint), checkpoint);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    private static (int Width, int Height)? Size(GraphValue picture)
        => picture.Shape is [_, _, { IsKnown: true, Known: > 0 and <= 8192 } height, { IsKnown: true, Known: > 0 and <= 8192 } width] ? ((int)width.Known, (int)height.Known) : null;

    private static string? Last(ImmutableArray<GraphValue> outputs, long size)
        => outputs.FirstOrDefault(output => output.Rank == 3 && output.Shape[2].IsKnown && output.Shape[2].Known == size)?.Name;

    private static string Listed(ImmutableArray<GraphValue> values)
        => string.Join(", ", values.Take(6).Select(value => $"'{value.Name}' [{string.Join(", ", value.Shape)}]")) + (values.Length > 6 ? ", …" : "");
}
