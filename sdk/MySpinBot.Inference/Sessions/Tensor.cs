using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>Numbers that go into a session or come out of one, in the host's memory or on a device. Spans of it are good until it is disposed.</summary>
public abstract class Tensor : IDisposable
{
    /// <summary>Takes these numbers in, without a copy: the array must not be moved to other use while the tensor lives.</summary>
    public static Tensor Of(float[] numbers, params ReadOnlySpan<long> shape) => Of(numbers.AsMemory(), shape);

    /// <summary>Takes these numbers in, without a copy.</summary>
    public static Tensor Of(long[] numbers, params ReadOnlySpan<long> shape) => HostTensor.Over(numbers.AsMemory(), TensorType.Int64, shape);

    /// <summary>Takes these numbers in, without a copy: a part of an array that is used again, say.</summary>
    public static Tensor Of(Memory<float> numbers, params ReadOnlySpan<long> shape) => HostTensor.Over(numbers, TensorType.Float32, shape);

    /// <summary>Takes these numbers in, without a copy.</summary>
    public static Tensor Of(Memory<Half> numbers, params ReadOnlySpan<long> shape) => HostTensor.Over(numbers, TensorType.Float16, shape);

    /// <summary>Takes these numbers in, without a copy, as unsigned bytes.</summary>
    public static Tensor Of(Memory<byte> numbers, params ReadOnlySpan<long> shape) => HostTensor.Over(numbers, TensorType.UInt8, shape);

    /// <summary>Room in the host's memory, outside the garbage collector's; all zero.</summary>
    /// <exception cref="OutOfDeviceMemoryException">The host has no room for it.</exception>
    public static Tensor Allocate(TensorType type, params ReadOnlySpan<long> shape) => HostTensor.Allocate(type, shape);

    /// <summary>What the numbers are.</summary>
    public abstract TensorType Type { get; }

    /// <summary>The dimensions.</summary>
    public abstract ImmutableArray<long> Shape { get; }

    /// <summary>Where the numbers lie.</summary>
    public abstract DeviceId Device { get; }

    /// <summary>How many bytes the numbers take.</summary>
    public long ByteCount => Shape.Aggregate((long)Type.Size(), (bytes, size) => checked(bytes * size));

    /// <summary>The numbers, where they are float32 in the host's memory.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public Span<float> Floats
        => Type == TensorType.Float32 ? MemoryMarshal.Cast<byte, float>(Bytes) : throw new InvalidOperationException($"The tensor's numbers are {Type}, not Float32; ToFloats converts them.");

    /// <summary>The bytes, where they are in the host's memory.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public abstract Span<byte> Bytes { get; }

    /// <summary>A copy of the numbers as floats, brought from the device and converted where that is needed.</summary>
    public abstract float[] ToFloats();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Who uses it: a run keeps its tensors until it ends, whatever becomes of them meanwhile.</summary>
    internal abstract Uses Uses { get; }

    /// <summary>As ONNX Runtime sees it. Only within a use.</summary>
    internal abstract OrtValue Value { get; }

    /// <summary>Checks a shape against how many numbers there are.</summary>
    private protected static ImmutableArray<long> Checked(ReadOnlySpan<long> shape, long? count)
    {
        var product = 1L;
        foreach (var size in shape)
        {
            product = size >= 0 ? checked(product * size) : throw new ArgumentException($"A tensor cannot have the shape [{string.Join(", ", shape.ToArray())}].", nameof(shape));
        }

        return count is null || count == product ? [.. shape]
            : throw new ArgumentException($"A tensor of the shape [{string.Join(", ", shape.ToArray())}] has {product} numbers, but {count} were given.", nameof(shape));
    }
}
