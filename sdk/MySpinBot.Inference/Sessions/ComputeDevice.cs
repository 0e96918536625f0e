using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>Where models can run: a device of the ledger and the provider that ONNX Runtime uses for it.</summary>
/// <param name="Id">The device: <c>cpu</c>, <c>cuda:0</c>.</param>
/// <param name="Provider">What computes on it.</param>
public sealed record ComputeDevice(DeviceId Id, ComputeProvider Provider)
{
    /// <summary>The host's processor: always there.</summary>
    public static ComputeDevice Cpu { get; } = new(DeviceId.Cpu, ComputeProvider.Cpu);

    /// <summary>Why it was chosen where something better might have been: a sentence for <c>NodeContext.Note</c>. No part of what the device is.</summary>
    public string? Note { get; init; }

    /// <summary>The device to run on: the one that was asked for, else the first accelerator of the ledger that works, else the processor.</summary>
    /// <param name="shelf">The ledger: what it does not list is not used.</param>
    /// <param name="wanted"><c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</param>
    /// <exception cref="NodeFailure">What was asked for is not there; the sentence says why.</exception>
    public static ComputeDevice Choose(IModelShelf shelf, string wanted = "auto")
    {
        ArgumentNullException.ThrowIfNull(shelf);
        return Choose(shelf.Ledgers, wanted, () => CudaLibraries.Fault);
    }

    /// <summary>Notes where a call computes and in what, and logs why it is not elsewhere.</summary>
    /// <param name="context">The call.</param>
    /// <param name="compute">What it computes in: Float16 or Float32.</param>
    public void Tell(NodeContext context, TensorType compute)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Note is { } why)
        {
            context.Log.Info(why);
        }

        context.Note("provider", Provider.ToString().ToLowerInvariant());
        context.Note("device", Id.Name);
        context.Note("dtype", compute == TensorType.Float16 ? "float16" : "float32");
    }

    /// <inheritdoc/>
    public bool Equals(ComputeDevice? other) => other is not null && Id == other.Id && Provider == other.Provider;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Provider);

    /// <summary>As <see cref="Choose(IModelShelf,string)"/>.</summary>
    /// <param name="ledgers">What there is.</param>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="cudaFault">Why CUDA cannot be used; asked only where the ledger lists a device for it.</param>
    internal static ComputeDevice Choose(IReadOnlyList<DeviceLedger> ledgers, string wanted, Func<string?> cudaFault)
    {
        if (wanted == DeviceId.Cpu.Name)
        {
            return Cpu;
        }

        if (wanted is not ("auto" or "cuda") && !IsCuda(wanted))
        {
            throw new NodeFailure($"'{wanted}' is no device that models run on; there are auto, cpu, cuda, and cuda:0, cuda:1, … for one of several.");
        }

        var isAuto = wanted == "auto";
        var ledger = ledgers.FirstOrDefault(each => IsCuda(each.Device.Name) && (isAuto || wanted == "cuda" || each.Device.Name == wanted));
        if (ledger is null)
        {
            return isAuto ? Cpu : throw new NodeFailure($"{wanted} was asked for, but the ledger lists {string.Join(", ", ledgers.Select(each => each.Device.Name))} only; `myspinbot doctor` says what was found.");
        }

        return cudaFault() is not { } fault ? new ComputeDevice(ledger.Device, ComputeProvider.Cuda)
            : isAuto ? Cpu with { Note = $"{ledger.Device} is there, but the processor computes: {fault}" }
            : throw new NodeFailure($"{wanted} was asked for and {ledger.Device} is there, but it cannot be used: {fault}");
    }

    private static bool IsCuda(string name) => name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}

/// <summary>What computes.</summary>
public enum ComputeProvider
{
    /// <summary>ONNX Runtime's own kernels on the processor.</summary>
    Cpu,

    /// <summary>NVIDIA's libraries.</summary>
    Cuda,
}
