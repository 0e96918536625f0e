using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>Writes weights to files.</summary>
internal static class WeightWriting
{
    /// <summary>Writes a safetensors file, and the folders that lead to it.</summary>
    /// <returns>The file.</returns>
    public static string Write(this ITensors weights, params string[] path)
    {
        var file = Path.Combine(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var output = File.Create(file);
        SafetensorsWriter.Write(weights, null, output);
        return file;
    }

    /// <summary>The same numbers in 16 bits.</summary>
    public static ITensors Halved(this ITensors weights)
    {
        var halves = new MemoryTensors();
        foreach (var entry in weights.Entries)
        {
            if (entry.Type != TensorType.Float32)
            {
                var bytes = new byte[entry.ByteCount];
                weights.Read(entry, bytes);
                halves.AddBytes(entry.Name, entry.Type, bytes, entry.Shape.AsSpan());
                continue;
            }

            var numbers = Array.ConvertAll(weights.ReadFloats(entry), number => (Half)number);
            halves.AddBytes(entry.Name, TensorType.Float16, System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan()), entry.Shape.AsSpan());
        }

        return halves;
    }
}
