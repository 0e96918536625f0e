using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>What a loaded model takes: measured on ONNX Runtime 1.29, see docs/adr/0013-from-graph-to-session.md.</summary>
internal static class ResidentNeed
{
    // A session that holds nothing.
    private const long Session = 2 << 20;

    // What the graph, its names and the kernels of one operator take: a network of a thousand operators holds that much more than its weights.
    private const long Operator = 12 << 10;

    // Convolutions that give a multiple of eight channels are laid out in blocks of so many (NCHWc), products of matrices in panels of so many columns.
    private const long Block = 16;
    private const long Narrowest = 8;

    // Scratch memory of cuBLAS and cuDNN, which a process takes with its first session. Not measured.
    private const long CudaLibraries = 64 << 20;

    /// <param name="weights">Type and shape of every weight.</param>
    /// <param name="operators">How many operators there are.</param>
    /// <param name="device">Where it is loaded.</param>
    internal static long Bytes(IEnumerable<(TensorType Type, IReadOnlyList<long> Shape)> weights, int operators, ComputeDevice device)
    {
        var isCpu = device.Provider == ComputeProvider.Cpu;
        var bytes = isCpu ? Session : Session + CudaLibraries;
        foreach (var (type, shape) in weights)
        {
            // The processor computes in 32 bits: narrower weights are widened once, when the model is loaded.
            var size = isCpu && type.IsFloat() ? Math.Max(4, type.Size()) : type.Size();
            var count = (long)size;
            for (var axis = 0; axis < shape.Count; axis++)
            {
                var isBlocked = isCpu && axis == 1 && shape[1] >= Narrowest && (shape.Count == 2 || (shape.Count == 4 && shape[0] % Narrowest == 0));
                count = checked(count * (isBlocked ? (shape[axis] + Block - 1) / Block * Block : shape[axis]));
            }

            bytes = checked(bytes + count);
        }

        return checked(bytes + (operators * Operator));
    }

    /// <summary>What is there beside that for a moment while it is loaded: narrow weights that the processor has widened and not laid out yet. A network of 1.6 GiB in 16 bits took 6.3 GiB then, and 3.3 GiB when it was loaded.</summary>
    /// <param name="weights">Type and shape of every weight.</param>
    /// <param name="device">Where it is loaded.</param>
    internal static long Widened(IEnumerable<(TensorType Type, IReadOnlyList<long> Shape)> weights, ComputeDevice device)
    {
        const int Wide = 4;
        var bytes = 0L;
        foreach (var (type, shape) in device.Provider == ComputeProvider.Cpu ? weights : [])
        {
            bytes = checked(bytes + (type.IsFloat() && type.Size() < Wide ? shape.Aggregate((long)Wide, (product, size) => checked(product * size)) : 0));
        }

        return bytes;
    }
}
