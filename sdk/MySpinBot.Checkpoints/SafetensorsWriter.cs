using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using MySpinBot.Checkpoints.Safetensors;

namespace MySpinBot.Checkpoints;

/// <summary>Writes safetensors files: what a trainer saves, and what tests make.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes all tensors, one after the other, in their order; the head is padded to 8 bytes.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="metadata">Texts beside them.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ITensors tensors, IReadOnlyDictionary<string, string>? metadata, Stream output)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(output);
        var head = Head(tensors, metadata);
        var padding = (8 - (head.Length % 8)) % 8;
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, head.Length + padding);
        output.Write(length);
        output.Write(head);
        output.Write("        "u8[..padding]);
        foreach (var entry in tensors.Entries)
        {
            WriteNumbers(tensors, entry, output);
        }
    }

    private static ReadOnlySpan<byte> Head(ITensors tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var head = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(head))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                writer.WriteStartObject("__metadata__"u8);
                foreach (var (name, text) in metadata)
                {
                    writer.WriteString(name, text);
                }

                writer.WriteEndObject();
            }

            var at = 0L;
            foreach (var entry in tensors.Entries)
            {
                writer.WriteStartObject(entry.Name);
                writer.WriteString("dtype"u8, SafetensorsTypes.NameOf(entry.Type));
                writer.WriteStartArray("shape"u8);
                foreach (var side in entry.Shape)
                {
                    writer.WriteNumberValue(side);
                }

                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets"u8);
                writer.WriteNumberValue(at);
                writer.WriteNumberValue(at = checked(at + entry.ByteCount));
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return head.WrittenSpan;
    }

    private static unsafe void WriteNumbers(ITensors tensors, TensorEntry entry, Stream output)
    {
        if (entry.ByteCount == 0)
        {
            return;
        }

        // What is mapped needs no second copy; a whole tensor may be larger than an array.
        if (tensors.TryMap(entry, out var address))
        {
            using var mapped = new UnmanagedMemoryStream((byte*)address, entry.ByteCount);
            mapped.CopyTo(output, 1 << 20);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(checked((int)entry.ByteCount));
        try
        {
            var numbers = buffer.AsSpan(0, (int)entry.ByteCount);
            tensors.Read(entry, numbers);
            output.Write(numbers);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
