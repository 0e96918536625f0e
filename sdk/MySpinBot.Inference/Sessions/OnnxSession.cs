using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>A model that is loaded and can run. Runs may overlap. All sessions of a process share one pool of threads.</summary>
public sealed class OnnxSession : IDisposable
{
    /// <summary>How a node gets a session from the shelf: the model is built when it is loaded, and freed when it is evicted.</summary>
    /// <param name="key">Identity: the weights' content id, the architecture, options. Device and precision are added to it.</param>
    /// <param name="title">What people read in the ledger.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="estimate">Bytes that it will hold: <see cref="OnnxModel.ResidentBytes"/>.</param>
    /// <param name="build">Makes the model; the session takes it over.</param>
    public static ModelRecipe<OnnxSession> Recipe(string key, string title, ComputeDevice device, long estimate, Func<OnnxModel> build) => throw new NotSupportedException();

    /// <summary>Loads a model, which the session takes over.</summary>
    /// <exception cref="NodeFailure">It cannot be loaded; the sentence says why.</exception>
    public static OnnxSession Load(OnnxModel model, ComputeDevice device, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>The model.</summary>
    public OnnxModel Model => throw new NotSupportedException();

    /// <summary>Where it runs.</summary>
    public ComputeDevice Device => throw new NotSupportedException();

    /// <summary>Bytes that it holds.</summary>
    public long Bytes => throw new NotSupportedException();

    /// <summary>Runs the model. Blocks; nodes call it from their own thread.</summary>
    /// <param name="inputs">What the run brings, by name; on any device.</param>
    /// <param name="cancellation">Ends it within one operator.</param>
    /// <returns>What it gives, by name, on the session's device; the caller disposes them.</returns>
    /// <exception cref="OutOfDeviceMemoryException">The device had no room; try less at once.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>As <see cref="Run(IReadOnlyDictionary{string,Tensor},CancellationToken)"/>, into tensors that are there: nothing is allocated.</summary>
    public void Run(IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyDictionary<string, Tensor> outputs, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Room on the session's device, for results that another session takes on without a way through the host.</summary>
    public Tensor Allocate(TensorType type, params ReadOnlySpan<long> shape) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

/// <summary>A device had no room for a run, whatever the ledger said.</summary>
public sealed class OutOfDeviceMemoryException : Exception
{
    /// <summary>Says how much was wanted where, if that is known.</summary>
    public OutOfDeviceMemoryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
