using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>Numbers in the host's memory that we brought: an array that is pinned, or room of our own.</summary>
internal sealed unsafe class HostTensor : Tensor
{
    private readonly nint _address;
    private readonly long _bytes;
    private readonly Lazy<OrtValue> _value;

    private HostTensor(TensorType type, ImmutableArray<long> shape, nint address, long bytes, Action free)
    {
        (Type, Shape, _address, _bytes) = (type, shape, address, bytes);
        _value = new Lazy<OrtValue>(AsValue);
        Uses = new Uses(() =>
        {
            if (_value.IsValueCreated)
            {
                _value.Value.Dispose();
            }

            free();
        });
    }

    public override TensorType Type { get; }

    public override ImmutableArray<long> Shape { get; }

    public override DeviceId Device => DeviceId.Cpu;

    public override Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(Uses.IsClosed, this);
            return new Span<byte>((void*)_address, checked((int)_bytes));
        }
    }

    internal override Uses Uses { get; }

    internal override OrtValue Value => _value.Value;

    internal static HostTensor Over<T>(Memory<T> numbers, TensorType type, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var sizes = Checked(shape, numbers.Length);
        var pin = numbers.Pin();
        return new HostTensor(type, sizes, (nint)pin.Pointer, (long)numbers.Length * sizeof(T), () => pin.Dispose());
    }

    internal new static HostTensor Allocate(TensorType type, ReadOnlySpan<long> shape)
    {
        var sizes = Checked(shape, null);
        var room = new Room(sizes.Aggregate((long)type.Size(), (bytes, size) => checked(bytes * size)));
        return new HostTensor(type, sizes, room.Address, room.Size, room.Dispose);
    }

    public override float[] ToFloats()
    {
        ObjectDisposedException.ThrowIf(Uses.IsClosed, this);
        var floats = new float[_bytes / Type.Size()];
        FloatReading.Convert(Bytes, Type, floats);
        return floats;
    }

    public override void Dispose() => Uses.Close();

    private OrtValue AsValue()
    {
        OnnxEnvironment.EnsureStarted();
        return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, (TensorElementType)Type.DataType(), [.. Shape], _address, _bytes);
    }

    /// <summary>Zeroed memory that begins where a cache line does. The system gives large pieces as pages that cost nothing until they are written.</summary>
    private sealed class Room : SafeHandle
    {
        private const int Line = 64;

        internal Room(long size)
            : base(0, ownsHandle: true)
        {
            try
            {
                SetHandle((nint)NativeMemory.AllocZeroed(checked((nuint)size + Line)));
            }
            catch (OutOfMemoryException fault)
            {
                throw new OutOfDeviceMemoryException($"The host has no room for a tensor of {size} bytes.", fault);
            }

            Size = size;
            GC.AddMemoryPressure(Math.Max(size, 1));
        }

        public override bool IsInvalid => handle == 0;

        internal long Size { get; }

        internal nint Address => (handle + Line - 1) & ~(nint)(Line - 1);

        protected override bool ReleaseHandle()
        {
            NativeMemory.Free((void*)handle);
            GC.RemoveMemoryPressure(Math.Max(Size, 1));
            return true;
        }
    }
}
