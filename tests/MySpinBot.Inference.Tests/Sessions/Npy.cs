using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MySpinBot.Inference.Tests;

/// <summary>Numbers of a NumPy file of float32: a magic, a header of text, the numbers.</summary>
internal static class Npy
{
    public static float[] Floats(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(start)).ToArray();
    }
}
