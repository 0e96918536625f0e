using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion.Tests.Networks;

/// <summary>Networks run on the processor, and what came out of them compared with what reference data saw.</summary>
internal static class Seen
{
    public static OnnxSession Load(OnnxGraph graph) => OnnxSession.Load(OnnxModel.Of(graph), ComputeDevice.Cpu);

    public static IReadOnlyDictionary<string, Tensor> Run(OnnxSession session, params ReadOnlySpan<(string Name, float[] Values, long[] Shape)> inputs)
    {
        var given = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, values, shape) in inputs)
            {
                given.Add(name, Tensor.Of(values, shape));
            }

            return session.Run(given, TestContext.Current.CancellationToken);
        }
        finally
        {
            foreach (var tensor in given.Values)
            {
                tensor.Dispose();
            }
        }
    }

    /// <summary>The largest distance. Reference data may hold the first or the last of a batch only, and repeat what is the same for every video of it.</summary>
    public static double Farthest(Tensor ours, ITensors io, string name)
    {
        var (theirs, shape, values) = (io.ReadFloats(name), io.Get(name).Shape, ours.ToFloats());
        ours.Shape[1..].ShouldBe(shape[1..], name);
        if (theirs.Length > values.Length)
        {
            (theirs.Length % values.Length).ShouldBe(0, name);
            return theirs.Chunk(values.Length).Max(part => Farthest(values, part));
        }

        return Math.Min(Farthest(values.AsSpan(0, theirs.Length), theirs), Farthest(values.AsSpan(values.Length - theirs.Length), theirs));
    }

    public static double Farthest(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        one.Length.ShouldBe(other.Length);
        var farthest = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            var distance = Math.Abs((double)one[i] - other[i]);
            farthest = double.IsNaN(distance) ? double.PositiveInfinity : Math.Max(farthest, distance);
        }

        return farthest;
    }
}
