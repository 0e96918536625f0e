using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>What can be wrong with a GGUF model that the library would not say, or would end the process for.</summary>
internal static class GgufFaults
{
    /// <summary>Checks that it is a model at all.</summary>
    /// <exception cref="NodeFailure">It is something else.</exception>
    public static void CheckKind(GgufFile head, string name)
    {
        if (head.Values.GetValueOrDefault("general.type")?.Value is string type && type != "model")
        {
            throw new NodeFailure(type == "adapter" ? $"'{name}' is an adapter (LoRA) for a model, not a model: choose the model here, and the adapter where adapters are added." : $"'{name}' is a GGUF file of type '{type}', and no model.");
        }

        // Before anything that only language models state is missed: an encoder of images has no block_count, and is not damaged.
        if (head.Values.GetValueOrDefault("general.architecture")?.Value is string architecture && Architectures.Refusal(architecture) is { } why)
        {
            throw new NodeFailure($"'{name}' is of the architecture '{architecture}': {why}.");
        }
    }

    /// <summary>Checks a model.</summary>
    /// <exception cref="NodeFailure">It cannot be run here.</exception>
    public static void Check(GgufModelFile file)
    {
        var name = Path.GetFileName(file.Path);
        var unknown = file.Tensors.FirstOrDefault(tensor => tensor.Bytes is null);
        if (unknown is not null)
        {
            throw new NodeFailure($"'{name}' holds numbers of a kind that is not known ('{unknown.Name}' is of {unknown.TypeName}); llama.cpp of a later date may read it.");
        }

        CheckHeads(file, name);
        CheckNumbers(file, name);
        VocabularyFaults.Check(file.Head, name);
    }

    // What the library divides by, and what it keeps lists of fixed length for.
    private static void CheckHeads(GgufModelFile file, string name)
    {
        var heads = file.Values.Numbers("attention.head_count");
        var keys = file.Values.Numbers("attention.head_count_kv");
        foreach (var (key, numbers) in new[] { ("attention.head_count", heads), ("attention.head_count_kv", keys) })
        {
            if (numbers.Any(number => number is < 0 or > 4096) || (numbers.Count > 1 && numbers.Count < file.Layers))
            {
                throw new NodeFailure($"'{name}' states {file.Architecture}.{key} as {string.Join(", ", numbers.Take(4))}{(numbers.Count > 4 ? ", …" : "")} for {file.Layers} layers: it is damaged.");
            }
        }

        for (var layer = 0; layer < file.Layers && heads.Count > 0 && keys.Count > 0; layer++)
        {
            var (all, shared) = (heads[Math.Min(layer, heads.Count - 1)], keys[Math.Min(layer, keys.Count - 1)]);
            if (shared > 0 && all % shared != 0)
            {
                throw new NodeFailure($"'{name}' has {all} heads that share {shared} keys in layer {layer}, which does not come out even: it is damaged.");
            }
        }

        if (file.Values.Number("expert_count") is { } experts && (experts is < 0 or > 1024 || file.Values.Number("expert_used_count") is null or < 0 || file.Values.Number("expert_used_count") > experts))
        {
            throw new NodeFailure($"'{name}' uses {file.Values.Number("expert_used_count")} of {experts} experts, which is not possible: it is damaged.");
        }
    }

    // Small numbers that are added before dividing; the library asserts that they are none below 0. And weights that are no fractions.
    private static void CheckNumbers(GgufModelFile file, string name)
    {
        foreach (var (key, value) in file.Head.Values)
        {
            if (key.EndsWith("_epsilon", StringComparison.Ordinal) && value.Value is not (double and >= 0 and <= 1))
            {
                throw new NodeFailure($"'{name}' states {key} as '{value}'; a small number above 0 is possible: it is damaged.");
            }
        }

        var whole = file.Tensors.FirstOrDefault(tensor => tensor.TypeName is "I8" or "I16" or "I32" or "I64" or "F64" && !tensor.Name.Contains("tid2eid", StringComparison.Ordinal));
        if (whole is not null)
        {
            throw new NodeFailure($"'{name}' holds '{whole.Name}' as {whole.TypeName}, which weights are not kept in: it is damaged.");
        }

        var narrow = file.Tensors.FirstOrDefault(tensor => tensor.Shape.Length <= 1 && tensor.TypeName is not ("F32" or "I32"));
        if (narrow is not null)
        {
            throw new NodeFailure($"'{name}' holds '{narrow.Name}' as {narrow.TypeName}; norms and biases have to be F32, as llama.cpp's own conversion writes them.");
        }

        if (file.Values.Number("pooling_type") is { } pooling and not (0 or 1 or 2 or 3 or 4))
        {
            throw new NodeFailure($"'{name}' states {file.Architecture}.pooling_type as {pooling}; 0 to 4 is possible: it is damaged.");
        }
    }
}
