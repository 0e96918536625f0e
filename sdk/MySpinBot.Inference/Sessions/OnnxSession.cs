using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>A model that is loaded and can run. Runs may overlap. All sessions of a process share one pool of threads.</summary>
public sealed partial class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtMemoryInfo _memory;
    private readonly Uses _uses;

    private OnnxSession(OnnxModel model, ComputeDevice device, InferenceSession session, OrtMemoryInfo memory)
    {
        (Model, Device, _session, _memory) = (model, device, session, memory);
        _uses = new Uses(Free);
    }

    /// <summary>The model.</summary>
    public OnnxModel Model { get; }

    /// <summary>Where it runs.</summary>
    public ComputeDevice Device { get; }

    /// <summary>Bytes that it holds.</summary>
    public long Bytes => Model.ResidentBytes(Device);

    /// <summary>Loads a model, which the session takes over, also where it cannot be loaded.</summary>
    /// <param name="model">The model.</param>
    /// <param name="device">Where it will run.</param>
    /// <param name="cancellation">Ends the loading.</param>
    /// <exception cref="NodeFailure">It cannot be loaded; the sentence says why.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device has no room for it.</exception>
    public static OnnxSession Load(OnnxModel model, ComputeDevice device, CancellationToken cancellation = default) => Load(model, device, OnnxSessionOptions.Usual, cancellation);

    /// <summary>As <see cref="Load(OnnxModel,ComputeDevice,CancellationToken)"/>, in a way that is not the usual one.</summary>
    public static OnnxSession Load(OnnxModel model, ComputeDevice device, OnnxSessionOptions how, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(how);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            using var options = SessionOptionsOf.Device(device, how);
            using (cancellation.Register(static options => ((SessionOptions)options!).SetLoadCancellationFlag(true), options))
            {
                var session = model.Open(options, device.Provider, how);
                HostMemory.ReturnFreed();
                return new OnnxSession(model, device, session, SessionOptionsOf.Memory(device));
            }
        }
        catch (Exception fault)
        {
            // Whatever it was: nobody else closes the model now.
            model.Dispose();
            if (!OnnxFault.IsOf(fault))
            {
                throw;
            }

            cancellation.ThrowIfCancellationRequested();
            throw OnnxFault.IsOutOfMemory(fault) ? new OutOfDeviceMemoryException($"{device.Id} has no room to load {model.Title}: {OnnxFault.Said(fault)}", fault)
                : new NodeFailure($"ONNX Runtime cannot load {model.Title}: {OnnxFault.Said(fault)}", fault);
        }
    }

    /// <summary>Room on the session's device, for results that another session takes on without a way through the host.</summary>
    /// <exception cref="OutOfDeviceMemoryException">The device has no room for it.</exception>
    public Tensor Allocate(TensorType type, params ReadOnlySpan<long> shape)
    {
        if (Device.Provider == ComputeProvider.Cpu)
        {
            return Tensor.Allocate(type, shape);
        }

        ObjectDisposedException.ThrowIf(!_uses.TryBegin(), this);
        try
        {
            var allocator = new OrtAllocator(_session, _memory);
            return new ValueTensor(OrtValue.CreateAllocatedTensorValue(allocator, (TensorElementType)type.DataType(), shape.ToArray()), Device.Id, allocator);
        }
        catch (Exception fault) when (OnnxFault.IsOf(fault) && OnnxFault.IsOutOfMemory(fault))
        {
            throw new OutOfDeviceMemoryException($"{Device.Id} has no room for a tensor of the shape [{string.Join(", ", shape.ToArray())}]: {OnnxFault.Said(fault)}", fault);
        }
        finally
        {
            _uses.End();
        }
    }

    /// <summary>Frees it; runs that are under way come to their end first, on their own threads.</summary>
    public void Dispose() => _uses.Close();

    private void Free()
    {
        _session.Dispose();
        _memory.Dispose();
        Model.Dispose();
        HostMemory.ReturnFreed();
    }
}
