using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;

namespace MySpinBot.Inference;

/// <summary>A model that is a graph of ours.</summary>
internal sealed class GraphModel(OnnxGraph graph, IDisposable? owned) : OnnxModel
{
    public override string Title => $"'{graph.Name}'";

    public override ImmutableArray<GraphValue> Inputs => graph.Inputs;

    public override ImmutableArray<GraphValue> Outputs => graph.Outputs;

    public override long ResidentBytes(ComputeDevice device) => (graph.Initializers.Sum(each => each.ByteCount) * 2) + (1 << 20);

    public override long WorkingBytes(ComputeDevice device, IReadOnlyDictionary<string, long> sizes) => 64 << 20;

    public override void Dispose() => owned?.Dispose();

    internal override InferenceSession Open(SessionOptions options) => new(OnnxWriter.ToBytes(graph), options);
}
