using System.Numerics;
using System.Runtime.InteropServices;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>Adds a change of low rank to weights. Hu et al., "LoRA: Low-rank adaptation of large language models" (2021); for convolutions as LyCORIS has it.</summary>
internal static class LoraMerge
{
    // Below this, handing work to other threads costs more than it saves.
    private const long WorthThreads = 1 << 20;

    /// <summary>Whether a module's change fits weights of a shape.</summary>
    public static bool Fits(LoraModule module, TensorEntry weights)
    {
        var (up, down) = (module.Up.Shape, module.Down.Shape);
        var rows = weights.Shape is [var given, ..] ? given : 0;
        var inner = module.Middle is { Shape: [var high, var low, ..] } middle ? high == up[1] && low == down[0] ? Rest(middle, 2) : -1 : up[1] == down[0] ? 1 : -1;
        return rows > 0 && weights.Shape.Length >= 2 && up[0] == rows && module.Up.Count == rows * up[1] && inner > 0 && Rest(module.Down, 1) * inner == Rest(weights, 1)
            && (module.Middle is null || module.Down.Count == down[0] * down[1]);
    }

    /// <summary>weights += strength · scale · up · down.</summary>
    /// <param name="weights">[out, in…], overwritten.</param>
    /// <param name="module">A change that fits.</param>
    /// <param name="tensors">Where its numbers are.</param>
    /// <param name="strength">What it is multiplied by.</param>
    public static void Add(float[] weights, LoraModule module, ITensors tensors, double strength)
    {
        var (up, down) = Matrices(module, tensors);
        var (rows, rank) = ((int)module.Up.Shape[0], module.Rank);
        var columns = weights.Length / rows;
        var scale = (float)(strength * module.Scale);
        void Row(int row) => AddRow(weights.AsSpan(row * columns, columns), up.AsSpan(row * rank, rank), down, scale);
        if ((long)weights.Length * rank < WorthThreads)
        {
            for (var row = 0; row < rows; row++)
            {
                Row(row);
            }
        }
        else
        {
            Parallel.For(0, rows, Row);
        }
    }

    /// <summary>The two matrices of a change, [out, rank] and [rank, in · height · width]; a core between them is put into the second.</summary>
    public static (float[] Up, float[] Down) Matrices(LoraModule module, ITensors tensors)
    {
        var (up, down) = (tensors.ReadFloats(module.Up), tensors.ReadFloats(module.Down));
        return (up, module.Middle is null ? down : Unfolded(down, tensors.ReadFloats(module.Middle), module));
    }

    // One row of weights += Σ up[k] · down[k, …]; four directions at a time, so that the row is gone through a quarter as often.
    private static void AddRow(Span<float> row, ReadOnlySpan<float> up, ReadOnlySpan<float> down, float scale)
    {
        var columns = row.Length;
        var k = 0;
        for (; k + 4 <= up.Length; k += 4)
        {
            AddFour(row, scale * up[k], down.Slice(k * columns, columns), scale * up[k + 1], down.Slice((k + 1) * columns, columns), scale * up[k + 2], down.Slice((k + 2) * columns, columns), scale * up[k + 3], down.Slice((k + 3) * columns, columns));
        }

        for (; k < up.Length; k++)
        {
            AddOne(row, scale * up[k], down.Slice(k * columns, columns));
        }
    }

    private static void AddFour(Span<float> row, float a, ReadOnlySpan<float> first, float b, ReadOnlySpan<float> second, float c, ReadOnlySpan<float> third, float d, ReadOnlySpan<float> fourth)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(row);
        var w = MemoryMarshal.Cast<float, Vector<float>>(first);
        var x = MemoryMarshal.Cast<float, Vector<float>>(second);
        var y = MemoryMarshal.Cast<float, Vector<float>>(third);
        var z = MemoryMarshal.Cast<float, Vector<float>>(fourth);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] += (a * w[i]) + (b * x[i]) + (c * y[i]) + (d * z[i]);
        }

        for (var i = wide.Length * Vector<float>.Count; i < row.Length; i++)
        {
            row[i] += (a * first[i]) + (b * second[i]) + (c * third[i]) + (d * fourth[i]);
        }
    }

    private static void AddOne(Span<float> row, float a, ReadOnlySpan<float> direction)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(row);
        var w = MemoryMarshal.Cast<float, Vector<float>>(direction);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] += a * w[i];
        }

        for (var i = wide.Length * Vector<float>.Count; i < row.Length; i++)
        {
            row[i] += a * direction[i];
        }
    }

    // The core put into the matrix that makes small: [i, c, y, x] = Σ_j core[i, j, y, x] · down[j, c], so that what is left is a change like any other.
    private static float[] Unfolded(float[] down, float[] core, LoraModule module)
    {
        var (high, low) = ((int)module.Middle!.Shape[0], (int)module.Middle.Shape[1]);
        var (taken, cells) = (down.Length / low, core.Length / (high * low));
        var unfolded = new float[high * taken * cells];
        for (var i = 0; i < high; i++)
        {
            for (var j = 0; j < low; j++)
            {
                var kernel = core.AsSpan(((i * low) + j) * cells, cells);
                for (var c = 0; c < taken; c++)
                {
                    AddOne(unfolded.AsSpan(((i * taken) + c) * cells, cells), down[(j * taken) + c], kernel);
                }
            }
        }

        return unfolded;
    }

    private static long Rest(TensorEntry entry, int from)
    {
        var count = 1L;
        for (var i = from; i < entry.Shape.Length; i++)
        {
            count *= entry.Shape[i];
        }

        return count;
    }
}
