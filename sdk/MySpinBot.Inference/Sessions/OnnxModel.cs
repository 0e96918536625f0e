using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;

namespace MySpinBot.Inference;

/// <summary>What a session is made from: a graph that was built, or an <c>.onnx</c> file. Holds no memory of weights; owns the checkpoint that its weights are in.</summary>
public abstract class OnnxModel : IDisposable
{
    // What any run takes: bindings, names, the smallest tensors.
    private const long Least = 512 << 10;

    /// <summary>A graph that was built.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="owned">What is disposed with the model: the checkpoint of its weights.</param>
    public static OnnxModel Of(OnnxGraph graph, IDisposable? owned = null) => new GraphModel(graph, owned);

    /// <summary>An <c>.onnx</c> file, checked before ONNX Runtime sees it.</summary>
    /// <exception cref="MySpinBot.Checkpoints.CheckpointException">It is none, or wants files outside its folder.</exception>
    public static OnnxModel FromFile(string path) => new FileModel(path);

    /// <summary>What it is called in sentences.</summary>
    public abstract string Title { get; }

    /// <summary>What a run brings.</summary>
    public abstract ImmutableArray<GraphValue> Inputs { get; }

    /// <summary>What a run gives.</summary>
    public abstract ImmutableArray<GraphValue> Outputs { get; }

    /// <summary>Bytes that a session of it will hold on a device, packed copies included; never under the truth by more than a tenth.</summary>
    public abstract long ResidentBytes(ComputeDevice device);

    /// <summary>Bytes that it takes on a device while it is being loaded: more than what it will hold where the processor is given narrow weights, all of which ONNX Runtime widens before it lays out the first.</summary>
    public abstract long LoadingBytes(ComputeDevice device);

    /// <summary>Bytes that one run takes on a device beside the model, at its peak: inputs, outputs and what lies between.</summary>
    /// <param name="device">The device.</param>
    /// <param name="sizes">The sizes that the run brings, by the names in <see cref="Inputs"/>.</param>
    public abstract long WorkingBytes(ComputeDevice device, IReadOnlyDictionary<string, long> sizes);

    /// <summary>Closes the checkpoint.</summary>
    public abstract void Dispose();

    // What a kernel allocates besides, and the order in which what is free is found, are not reckoned: a sixteenth was enough for all that were measured (docs/adr/0013-from-graph-to-session.md).
    private protected static long Working(OnnxGraph graph, ComputeDevice device, IReadOnlyDictionary<string, long> sizes)
    {
        var reckoned = WorkingMemory.Peak(graph, sizes, device.Provider, Environment.ProcessorCount);
        return checked(reckoned + (reckoned / 16) + Least);
    }

    /// <summary>Loads it into ONNX Runtime.</summary>
    internal abstract InferenceSession Open(SessionOptions options, ComputeProvider provider, OnnxSessionOptions how);
}
