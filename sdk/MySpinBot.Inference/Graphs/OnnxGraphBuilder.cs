using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Builds a graph, operator by operator, with types and shapes checked as it grows: a shape that does not fit throws where it was written.
/// Operators are ONNX's plain ones, so that a trainer can differentiate the graph; fusing is a pass afterwards.</summary>
public sealed partial class OnnxGraphBuilder
{
    private readonly Stack<string> _scopes = new();

    /// <summary>Begins a graph.</summary>
    /// <param name="name">What people call the model.</param>
    /// <param name="compute">What is computed in: Float32, Float16 or BFloat16. Weights of other types are converted to it.</param>
    public OnnxGraphBuilder(string name, TensorType compute = TensorType.Float32) => (Name, Compute) = (name, compute);

    /// <summary>What people call the model.</summary>
    public string Name { get; }

    /// <summary>What is computed in.</summary>
    public TensorType Compute { get; }

    /// <summary>Names everything that is added until it is disposed <c>scope.…</c>: scopes nest like modules.</summary>
    public IDisposable Scope(string scope)
    {
        _scopes.Push(scope);
        throw new NotSupportedException();
    }

    /// <summary>Something that a run brings.</summary>
    public GraphValue Input(string name, TensorType type, params ReadOnlySpan<Dim> shape) => throw new NotSupportedException();

    /// <summary>Declares a value a result of the graph, under a name of its own, as <paramref name="type"/> (the computing type where it is null).</summary>
    public void Output(string name, GraphValue value, TensorType? type = null) => throw new NotSupportedException();

    /// <summary>A weight of a checkpoint, in the computing type.</summary>
    /// <exception cref="CheckpointException">There is no tensor of this name; the sentence names those that are most alike.</exception>
    public GraphValue Weight(ITensors tensors, string name) => throw new NotSupportedException();

    /// <summary>The graph as it is now, checked as a whole.</summary>
    public OnnxGraph Build() => throw new NotSupportedException();
}
