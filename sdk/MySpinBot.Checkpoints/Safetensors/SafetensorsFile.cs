using System.Buffers.Binary;
using System.Text.Json;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints.Safetensors;

/// <summary>Reads the head of a safetensors file as strictly as the reference does (github.com/huggingface/safetensors): eight bytes with the head's length, JSON, then the tensors without gap or overlap to the file's end.</summary>
internal static class SafetensorsFile
{
    private const int LongestHead = 100_000_000;

    /// <summary>Whether a file begins as one: a length, and the brace that opens the head.</summary>
    public static bool Is(ReadOnlySpan<byte> start) => start.Length > 8 && start[8] == '{';

    /// <summary>The same, with a length that a head can have.</summary>
    public static bool IsCertain(ReadOnlySpan<byte> start) => Is(start) && BinaryPrimitives.ReadUInt64LittleEndian(start) <= LongestHead;

    public static Contents Read(CheckpointFile file)
    {
        var head = Head(file);
        var (tensors, metadata) = SafetensorsHead.Parse(head, file);
        var data = file.Length - sizeof(long) - head.Length;
        Check(file, tensors, data);
        var bytes = new FileBytes(file, file.Length - data, data);
        return new Contents(CheckpointFormat.Safetensors, [.. tensors.Select(tensor => new StoredTensor(tensor.Entry, bytes, tensor.Begin))], metadata);
    }

    /// <summary>The JSON, whose length was compared with the file's before it was read.</summary>
    public static byte[] Head(CheckpointFile file)
    {
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        if (file.Length <= sizeof(long) || file.Peek(0, prefix) != prefix.Length)
        {
            throw file.Fault("is no safetensors file, or ends within its head: it was not downloaded to its end, or is something else.");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHead)
        {
            throw file.Fault($"is no safetensors file: it states a head of {length} bytes, and none may have more than {LongestHead}.");
        }

        if (length > (ulong)(file.Length - sizeof(long)))
        {
            throw file.Fault("is no safetensors file, or ends within its head: it was not downloaded to its end, or is something else.");
        }

        var head = new byte[length];
        file.Read(sizeof(long), head);
        return head;
    }

    // Tensors come sorted by where they begin.
    private static void Check(CheckpointFile file, List<HeadTensor> tensors, long data)
    {
        var at = 0L;
        foreach (var tensor in tensors)
        {
            var entry = tensor.Entry;
            if (!Extent.TryBytes(entry.Shape.AsSpan(), entry.Type.Size(), out var bytes))
            {
                throw file.Fault($"{SafetensorsHead.NotOfTheForm}: '{entry.Name}' has a shape that no tensor can have, [{string.Join(", ", entry.Shape)}].");
            }

            if (bytes != tensor.End - tensor.Begin)
            {
                throw file.Fault($"has a head that contradicts itself: '{entry.Name}' has the shape [{string.Join(", ", entry.Shape)}] of {SafetensorsTypes.NameOf(entry.Type)}, but its place is {tensor.Begin} to {tensor.End}.");
            }

            if (tensor.Begin != at)
            {
                throw file.Fault($"has a head that contradicts itself: '{entry.Name}' begins at {tensor.Begin} where the tensor before it {(tensor.Begin < at ? "has not ended yet" : "ended")} ({at}); tensors stand one after the other.");
            }

            at = tensor.End;
        }

        if (at > data)
        {
            throw file.Fault($"ends {at - data} bytes too early: it was not downloaded to its end.");
        }

        if (at < data)
        {
            throw file.Fault($"has {data - at} bytes behind its last tensor that belong to nothing.");
        }
    }
}
