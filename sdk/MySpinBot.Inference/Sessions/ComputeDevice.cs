using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>Where models can run: a device of the ledger and the provider that ONNX Runtime uses for it.</summary>
/// <param name="Id">The device: <c>cpu</c>, <c>cuda:0</c>.</param>
/// <param name="Provider">What computes on it.</param>
public sealed record ComputeDevice(DeviceId Id, ComputeProvider Provider)
{
    /// <summary>The host's processor: always there.</summary>
    public static ComputeDevice Cpu { get; } = new(DeviceId.Cpu, ComputeProvider.Cpu);

    /// <summary>The device to run on: the one that was asked for, else the first accelerator of the ledger that works, else the processor.</summary>
    /// <param name="shelf">The ledger: what it does not list is not used.</param>
    /// <param name="wanted"><c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</param>
    /// <exception cref="NodeFailure">What was asked for is not there; the sentence says why.</exception>
    public static ComputeDevice Choose(IModelShelf shelf, string wanted = "auto") => throw new NotSupportedException();
}

/// <summary>What computes.</summary>
public enum ComputeProvider
{
    /// <summary>ONNX Runtime's own kernels on the processor.</summary>
    Cpu,

    /// <summary>NVIDIA's libraries.</summary>
    Cuda,
}
