using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MySpinBot.Inference.Tests;

/// <summary>Numbers with their shape, as they go into ONNX Runtime and come out of it.</summary>
internal sealed record Numbers(ImmutableArray<long> Shape, Array Values)
{
    public float[] Floats => (float[])Values;

    public static Numbers Of(float[] values, params ReadOnlySpan<long> shape) => new([.. shape], values);

    public static Numbers Of(long[] values, params ReadOnlySpan<long> shape) => new([.. shape], values);

    /// <summary>Numbers that look random and are the same every time.</summary>
    public static Numbers Random(int seed, params ReadOnlySpan<long> shape)
    {
        var random = new Random(seed);
        var values = new float[GraphSizes.Product(shape)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)((random.NextDouble() * 2) - 1);
        }

        return Of(values, shape);
    }

    public float FarthestFrom(Numbers other)
    {
        Shape.ShouldBe(other.Shape);
        var (a, b, far) = (Floats, other.Floats, 0f);
        for (var i = 0; i < a.Length; i++)
        {
            far = Math.Max(far, float.IsNaN(a[i]) || float.IsNaN(b[i]) ? float.PositiveInfinity : Math.Abs(a[i] - b[i]));
        }

        return far;
    }
}

internal static class GraphSizes
{
    public static long Product(ReadOnlySpan<long> shape)
    {
        var product = 1L;
        foreach (var size in shape)
        {
            product *= size;
        }

        return product;
    }
}

/// <summary>Graphs computed by ONNX Runtime, straight from their bytes.</summary>
internal static class Computed
{
    public static IReadOnlyDictionary<string, Numbers> By(OnnxGraph graph, params ReadOnlySpan<(string Name, Numbers Value)> inputs) => ByBytes(OnnxWriter.ToBytes(graph), inputs);

    public static IReadOnlyDictionary<string, Numbers> ByBytes(byte[] model, params ReadOnlySpan<(string Name, Numbers Value)> inputs)
    {
        using var options = SessionOptionsOf.Device(ComputeDevice.Cpu, new OnnxSessionOptions());
        using var session = new InferenceSession(model, options);
        var given = new List<NamedOnnxValue>();
        foreach (var (name, value) in inputs)
        {
            ReadOnlySpan<int> shape = [.. value.Shape.Select(size => (int)size)];
            given.Add(value.Values switch
            {
                float[] floats => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(floats, shape)),
                long[] longs => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(longs, shape)),
                _ => throw new ArgumentException(value.Values.GetType().Name),
            });
        }

        using var results = session.Run(given);
        return results.ToDictionary(result => result.Name, Read, StringComparer.Ordinal);
    }

    private static Numbers Read(NamedOnnxValue value) => value.Value switch
    {
        DenseTensor<float> floats => Numbers.Of(floats.ToArray(), Shape(floats.Dimensions)),
        DenseTensor<long> longs => Numbers.Of(longs.ToArray(), Shape(longs.Dimensions)),
        DenseTensor<Float16> halves => Numbers.Of(Array.ConvertAll(halves.ToArray(), half => (float)half), Shape(halves.Dimensions)),
        var other => throw new InvalidOperationException($"{value.Name} is a {other?.GetType()}."),
    };

    private static long[] Shape(ReadOnlySpan<int> dimensions) => [.. dimensions.ToArray().Select(size => (long)size)];
}
