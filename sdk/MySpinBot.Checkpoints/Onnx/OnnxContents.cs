using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints.Onnx;

/// <summary>An ONNX file's initializers as tensors.</summary>
internal static class OnnxContents
{
    /// <summary>Whether a file begins as a ModelProto does: with its version, or its producer's name.</summary>
    public static bool Is(ReadOnlySpan<byte> start) => start.Length > 2 && start[0] is 0x08 or 0x12 or 0x3A;

    public static Contents Read(CheckpointFile file)
    {
        var model = OnnxReader.Read(file);
        var beside = new Neighbours(file);
        try
        {
            var tensors = new List<StoredTensor>();
            foreach (var initializer in model.Graph.Initializers)
            {
                if (initializer.Type is { } type)
                {
                    var entry = new TensorEntry(initializer.Name, type, initializer.Shape);
                    tensors.Add(initializer.External is { } external ? Place(file, beside, entry, external) : new StoredTensor(entry, initializer.Bytes!, 0));
                }
            }

            return new Contents(CheckpointFormat.Onnx, tensors, model.Metadata) { Beside = beside.Opened };
        }
        catch
        {
            beside.Close();
            throw;
        }
    }

    private static StoredTensor Place(CheckpointFile model, Neighbours beside, TensorEntry entry, OnnxExternalData data)
    {
        var file = beside.Open(data.Location);
        return data.Offset <= file.Length && entry.ByteCount <= file.Length - data.Offset ? new StoredTensor(entry, new FileBytes(file, data.Offset, entry.ByteCount), 0)
            : throw model.Fault($"takes '{entry.Name}' from '{data.Location}', which is too short for it ({file.Length} bytes): it was not downloaded to its end.");
    }
}
