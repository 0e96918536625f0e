using System.Runtime.InteropServices;
using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints;

/// <summary>Numbers of tensors as .NET's own types.</summary>
public static class TensorReading
{
    /// <summary>The tensor of this name.</summary>
    /// <exception cref="CheckpointException">There is none; the sentence names those that are most alike.</exception>
    public static TensorEntry Get(this ITensors tensors, string name)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors.TryGet(name, out var entry) ? entry : throw new CheckpointException(Names.Missing(tensors, name));
    }

    /// <summary>A tensor's numbers as floats, converted from whatever floating-point or whole type they have.</summary>
    /// <exception cref="CheckpointException">The file cannot be read, or the tensor has more numbers than an array can.</exception>
    public static float[] ReadFloats(this ITensors tensors, TensorEntry entry)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.ByteCount > int.MaxValue)
        {
            throw new CheckpointException($"The tensor '{entry.Name}' takes {entry.ByteCount} bytes; at most {int.MaxValue} are read at once.");
        }

        // Types of up to four bytes are read into the end of the result and widened from its beginning: no second buffer.
        var floats = GC.AllocateUninitializedArray<float>((int)entry.Count);
        var raw = entry.Type.Size() <= sizeof(float) ? MemoryMarshal.AsBytes(floats.AsSpan())[^(int)entry.ByteCount..] : GC.AllocateUninitializedArray<byte>((int)entry.ByteCount);
        tensors.Read(entry, raw);
        Floats.Widen(entry.Type, raw, floats);
        return floats;
    }

    /// <summary>As <see cref="ReadFloats(ITensors,TensorEntry)"/>, by name.</summary>
    public static float[] ReadFloats(this ITensors tensors, string name)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors.ReadFloats(tensors.Get(name));
    }
}
