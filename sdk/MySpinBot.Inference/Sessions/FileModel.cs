using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;

namespace MySpinBot.Inference;

/// <summary>A model that is an <c>.onnx</c> file.</summary>
internal sealed class FileModel : OnnxModel
{
    private readonly string _path;
    private readonly OnnxHead _head;

    internal FileModel(string path)
    {
        _path = Path.GetFullPath(path);
        _head = OnnxHead.Read(_path);
    }

    public override string Title => $"'{Path.GetFileName(_path)}'";

    public override ImmutableArray<GraphValue> Inputs => _head.Inputs;

    public override ImmutableArray<GraphValue> Outputs => _head.Outputs;

    public override long ResidentBytes(ComputeDevice device) => (_head.WeightBytes * 2) + (1 << 20);

    public override long WorkingBytes(ComputeDevice device, IReadOnlyDictionary<string, long> sizes) => 64 << 20;

    public override void Dispose()
    {
    }

    internal override InferenceSession Open(SessionOptions options) => new(_path, options);
}
