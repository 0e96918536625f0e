using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <summary>What a session is made from: a graph that was built, or an <c>.onnx</c> file. Holds no memory of weights; owns the checkpoint that its weights are in.</summary>
public sealed class OnnxModel : IDisposable
{
    /// <summary>A graph that was built.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="owned">What is disposed with the model: the checkpoint of its weights.</param>
    public static OnnxModel Of(OnnxGraph graph, IDisposable? owned = null) => throw new NotSupportedException();

    /// <summary>An <c>.onnx</c> file, checked before ONNX Runtime sees it.</summary>
    /// <exception cref="MySpinBot.Checkpoints.CheckpointException">It is none, or wants files outside its folder.</exception>
    public static OnnxModel FromFile(string path) => throw new NotSupportedException();

    /// <summary>What a run brings.</summary>
    public ImmutableArray<GraphValue> Inputs => throw new NotSupportedException();

    /// <summary>What a run gives.</summary>
    public ImmutableArray<GraphValue> Outputs => throw new NotSupportedException();

    /// <summary>Bytes that a session of it will hold on a device, packed copies included; never under the truth by more than a tenth.</summary>
    public long ResidentBytes(ComputeDevice device) => throw new NotSupportedException();

    /// <summary>Bytes that one run takes on a device beside the model, at its peak: inputs, outputs and what lies between.</summary>
    /// <param name="device">The device.</param>
    /// <param name="sizes">The sizes that the run brings, by the names in <see cref="Inputs"/>.</param>
    public long WorkingBytes(ComputeDevice device, IReadOnlyDictionary<string, long> sizes) => throw new NotSupportedException();

    /// <summary>Closes the checkpoint.</summary>
    public void Dispose()
    {
    }
}
