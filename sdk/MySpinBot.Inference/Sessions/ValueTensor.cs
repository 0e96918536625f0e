using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>Numbers that ONNX Runtime allocated, on the host or on a device: a result of a run, or room on a session's device.</summary>
internal sealed class ValueTensor : Tensor
{
    private readonly OrtValue _value;
    private readonly OrtAllocator? _allocator;

    /// <param name="value">The value, which becomes the tensor's.</param>
    /// <param name="device">Where it lies.</param>
    /// <param name="allocator">What it came from, where that must outlive it.</param>
    internal ValueTensor(OrtValue value, DeviceId device, OrtAllocator? allocator = null)
    {
        (_value, _allocator, Device) = (value, allocator, device);
        var facts = value.GetTensorTypeAndShape();
        Type = OnnxDataType.Of((int)facts.ElementDataType);
        Shape = [.. facts.Shape];
        Uses = new Uses(() =>
        {
            _value.Dispose();
            GC.KeepAlive(_allocator);
        });
    }

    public override TensorType Type { get; }

    public override ImmutableArray<long> Shape { get; }

    public override DeviceId Device { get; }

    public override Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(Uses.IsClosed, this);
            return Device == DeviceId.Cpu ? _value.GetTensorMutableRawData()
                : throw new InvalidOperationException($"The tensor lies on {Device}, not in the host's memory; ToFloats brings it.");
        }
    }

    internal override Uses Uses { get; }

    internal override OrtValue Value => _value;

    public override float[] ToFloats()
    {
        ObjectDisposedException.ThrowIf(!Uses.TryBegin(), this);
        try
        {
            var floats = new float[ByteCount / Type.Size()];
            if (Device == DeviceId.Cpu)
            {
                FloatReading.Convert(_value.GetTensorMutableRawData(), Type, floats);
            }
            else
            {
                using var host = Allocate(Type, Shape.AsSpan());
                CudaCopy.ToHost(_value, host.Bytes, Device);
                FloatReading.Convert(host.Bytes, Type, floats);
            }

            return floats;
        }
        finally
        {
            Uses.End();
        }
    }

    public override void Dispose() => Uses.Close();
}
