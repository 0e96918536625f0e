using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion.Tests.Networks;

/// <summary>Graphs computed once, on the processor.</summary>
internal static class GraphRun
{
    /// <summary>What a graph gives, by name.</summary>
    public static Dictionary<string, (float[] Values, long[] Shape)> Of(OnnxGraph graph, params ReadOnlySpan<(string Name, float[] Values, long[] Shape)> inputs)
    {
        using var session = OnnxSession.Load(OnnxModel.Of(graph), ComputeDevice.Cpu);
        var taken = new Dictionary<string, Tensor>();
        foreach (var (name, values, shape) in inputs)
        {
            taken[name] = Tensor.Of(values, shape);
        }

        var given = session.Run(taken, TestContext.Current.CancellationToken);
        var results = given.ToDictionary(pair => pair.Key, pair => (pair.Value.ToFloats(), pair.Value.Shape.ToArray()));
        foreach (var tensor in taken.Values.Concat(given.Values))
        {
            tensor.Dispose();
        }

        return results;
    }

    /// <summary>Numbers of a file with their shape.</summary>
    public static (string Name, float[] Values, long[] Shape) Input(string name, ITensors numbers, string key) => (name, numbers.ReadFloats(key), [.. numbers.Get(key).Shape]);

    public static double Farthest(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        one.Length.ShouldBe(other.Length);
        var farthest = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            farthest = float.IsNaN(one[i]) || float.IsNaN(other[i]) ? double.PositiveInfinity : Math.Max(farthest, Math.Abs((double)one[i] - other[i]));
        }

        return farthest;
    }

    /// <summary>The part that a golden key names behind its name: <c>[:,:20]</c>, <c>[:,:,::8,::8]</c>, <c>(5D)</c> being all.</summary>
    public static float[] Part(float[] values, long[] shape, string key)
    {
        var axes = key.Contains('[', StringComparison.Ordinal) ? key[(key.IndexOf('[', StringComparison.Ordinal) + 1)..key.LastIndexOf(']')].Split(',') : [];
        var ranges = shape.Select((size, axis) => axis < axes.Length ? Range(axes[axis].Split(':'), (int)size) : (Count: (int)size, Step: 1)).ToArray();
        var part = new List<float>();
        void Take(int axis, long at)
        {
            if (axis == shape.Length)
            {
                part.Add(values[at]);
                return;
            }

            for (var i = 0; i < ranges[axis].Count; i += ranges[axis].Step)
            {
                Take(axis + 1, (at * shape[axis]) + i);
            }
        }

        Take(0, 0);
        return [.. part];
    }

    private static (int Count, int Step) Range(string[] parts, int size)
        => (parts is [_, { Length: > 0 } end, ..] ? int.Parse(end, System.Globalization.CultureInfo.InvariantCulture) : size, parts is [_, _, { Length: > 0 } step] ? int.Parse(step, System.Globalization.CultureInfo.InvariantCulture) : 1);
}
