using System.Collections.Immutable;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>Numbers that go into a session or come out of one, in the host's memory or on a device.</summary>
public abstract class Tensor : IDisposable
{
    /// <summary>Takes these numbers in, without a copy: the array must not be moved to other use while the tensor lives.</summary>
    public static Tensor Of(float[] numbers, params ReadOnlySpan<long> shape) => throw new NotSupportedException();

    /// <summary>Takes these numbers in, without a copy.</summary>
    public static Tensor Of(long[] numbers, params ReadOnlySpan<long> shape) => throw new NotSupportedException();

    /// <summary>Room in the host's memory.</summary>
    public static Tensor Allocate(TensorType type, params ReadOnlySpan<long> shape) => throw new NotSupportedException();

    /// <summary>What the numbers are.</summary>
    public abstract TensorType Type { get; }

    /// <summary>The dimensions.</summary>
    public abstract ImmutableArray<long> Shape { get; }

    /// <summary>Where the numbers lie.</summary>
    public abstract DeviceId Device { get; }

    /// <summary>The numbers, where they are float32 in the host's memory.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public abstract Span<float> Floats { get; }

    /// <summary>The bytes, where they are in the host's memory.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public abstract Span<byte> Bytes { get; }

    /// <summary>A copy of the numbers as floats, brought from the device and converted where that is needed.</summary>
    public abstract float[] ToFloats();

    /// <inheritdoc/>
    public abstract void Dispose();
}
