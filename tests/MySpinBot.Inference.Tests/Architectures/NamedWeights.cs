using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests.Architectures;

/// <summary>Weights by name, made of chance: uniform, and scaled so that what goes through stays of the order of one.</summary>
internal sealed class NamedWeights(int seed)
{
    private readonly Random _random = new(seed);

    public Dictionary<string, (float[] Numbers, int[] Shape)> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>A convolution of 3×3, or of 1×1 without a bias.</summary>
    public void Conv(string name, int given, int taken, int side = 3, double gain = 1)
    {
        Add($"{name}.weight", gain * Math.Sqrt(3.0 / (taken * side * side)), given, taken, side, side);
        if (side > 1)
        {
            Add($"{name}.bias", 0.1, given);
        }
    }

    public void Slopes(string name, int count) => Add($"{name}.weight", 0.5, count);

    public ITensors ToTensors(Func<string, string>? renamed = null)
    {
        var tensors = new MemoryTensors();
        foreach (var (name, (numbers, shape)) in Tensors)
        {
            tensors.Add(renamed is null ? name : renamed(name), numbers, [.. shape.Select(size => (long)size)]);
        }

        return tensors;
    }

    public float Next() => _random.NextSingle();

    private void Add(string name, double range, params int[] shape)
        => Tensors[name] = ([.. Enumerable.Range(0, shape.Aggregate(1, (count, size) => count * size)).Select(_ => (float)(((2 * _random.NextDouble()) - 1) * range))], shape);
}
