using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <summary>Holds what a run brings against what the model takes, before anything is given to ONNX Runtime.</summary>
internal static class RunCheck
{
    /// <exception cref="ArgumentException">Something does not fit; the sentence says what would.</exception>
    internal static void Check(OnnxModel model, IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyDictionary<string, Tensor>? outputs)
    {
        Dictionary<string, long> sizes = [];
        foreach (var wanted in model.Inputs)
        {
            if (!inputs.TryGetValue(wanted.Name, out var tensor))
            {
                throw new ArgumentException($"{model.Title} takes {Listed(model.Inputs)}, but '{wanted.Name}' was not brought.", nameof(inputs));
            }

            Check(model, wanted, tensor, sizes);
        }

        if (inputs.Count > model.Inputs.Length)
        {
            var names = model.Inputs.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
            throw new ArgumentException($"{model.Title} takes {Listed(model.Inputs)}, not '{inputs.Keys.First(name => !names.Contains(name))}'.", nameof(inputs));
        }

        foreach (var (name, tensor) in outputs ?? ImmutableDictionary<string, Tensor>.Empty)
        {
            var given = model.Outputs.FirstOrDefault(output => output.Name == name)
                ?? throw new ArgumentException($"{model.Title} gives {Listed(model.Outputs)}, not '{name}'.", nameof(outputs));
            Check(model, given, tensor, sizes);
        }
    }

    private static void Check(OnnxModel model, GraphValue wanted, Tensor tensor, Dictionary<string, long> sizes)
    {
        var fits = tensor.Type == wanted.Type && tensor.Shape.Length == wanted.Rank;
        for (var i = 0; fits && i < wanted.Rank; i++)
        {
            fits = Fits(wanted.Shape[i], tensor.Shape[i], sizes);
        }

        if (!fits)
        {
            throw new ArgumentException($"'{wanted.Name}' of {model.Title} is {Shown(wanted)}, but {tensor.Type} [{string.Join(", ", tensor.Shape)}] came.");
        }
    }

    // What a name stands for is what the first tensor with that name brought.
    private static bool Fits(Dim wanted, long size, Dictionary<string, long> sizes)
    {
        if (wanted.IsKnown)
        {
            return wanted.Size(sizes) == size;
        }

        if (wanted.Name is { } name)
        {
            sizes.TryAdd(name, size);
        }

        return !wanted.Names.All(sizes.ContainsKey) || wanted.Size(sizes) == size;
    }

    private static string Listed(ImmutableArray<GraphValue> values) => string.Join(", ", values.Select(value => $"'{value.Name}' {Shown(value)}"));

    private static string Shown(GraphValue value) => $"{value.Type} [{string.Join(", ", value.Shape)}]";
}
