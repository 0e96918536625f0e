using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>What can be wrong with a GGUF model that the library would not say, or would end the process for.</summary>
internal static class GgufFaults
{
    private const int MostTokens = 1 << 22;

    /// <summary>Checks that it is a model at all.</summary>
    /// <exception cref="NodeFailure">It is something else.</exception>
    public static void CheckKind(GgufFile head, string name)
    {
        if (head.Values.GetValueOrDefault("general.type")?.Value is string type && type != "model")
        {
            throw new NodeFailure(type == "adapter" ? $"'{name}' is an adapter (LoRA) for a model, not a model: choose the model here, and the adapter where adapters are added." : $"'{name}' is a GGUF file of type '{type}', and no model.");
        }
    }

    /// <summary>Checks a model.</summary>
    /// <exception cref="NodeFailure">It cannot be run here.</exception>
    public static void Check(GgufModelFile file)
    {
        var name = Path.GetFileName(file.Path);
        if (Architectures.Refusal(file.Architecture) is { } why)
        {
            throw new NodeFailure($"'{name}' is of the architecture '{file.Architecture}': {why}.");
        }

        var unknown = file.Tensors.FirstOrDefault(tensor => tensor.Bytes is null);
        if (unknown is not null)
        {
            throw new NodeFailure($"'{name}' holds numbers of a kind that is not known ('{unknown.Name}' is of {unknown.TypeName}); llama.cpp of a later date may read it.");
        }

        CheckHeads(file, name);
        CheckVocabulary(file.Head, name);
    }

    /// <summary>Checks what a vocabulary is made of.</summary>
    /// <exception cref="NodeFailure">Its lists do not belong together.</exception>
    public static void CheckVocabulary(GgufFile head, string name)
    {
        if (head.Values.GetValueOrDefault("tokenizer.ggml.model")?.Value as string is null or "none" or "no_vocab")
        {
            throw new NodeFailure($"'{name}' has no vocabulary (tokenizer.ggml.model), so no text can be given to it.");
        }

        if (head.Values.GetValueOrDefault("tokenizer.ggml.tokens") is not { } tokens || tokens.ListOf != typeof(string) || tokens.Count is 0 or > MostTokens)
        {
            throw new NodeFailure($"'{name}' has no list of its tokens (tokenizer.ggml.tokens): it is damaged.");
        }

        CheckList(head, name, "tokenizer.ggml.scores", typeof(double), 4, tokens.Count);
        CheckList(head, name, "tokenizer.ggml.token_type", typeof(long), 4, tokens.Count);
        CheckList(head, name, "tokenizer.ggml.merges", typeof(string), 0, null);
        CheckList(head, name, "tokenizer.ggml.precompiled_charsmap", typeof(long), 1, null);
        foreach (var (key, value) in head.Values)
        {
            if (key.StartsWith("tokenizer.ggml.", StringComparison.Ordinal) && key.EndsWith("_token_id", StringComparison.Ordinal) && (value.Value is not long id || (id >= tokens.Count && id != uint.MaxValue)))
            {
                throw new NodeFailure($"'{name}' names token {value} as its {key["tokenizer.ggml.".Length..^"_token_id".Length]} token, and has {tokens.Count} tokens: it is damaged.");
            }
        }
    }

    private static void CheckList(GgufFile head, string name, string key, Type of, int bytes, long? count)
    {
        if (head.Values.GetValueOrDefault(key) is { } list && (list.ListOf != of || list.NumberBytes != bytes || (count is not null && list.Count != count)))
        {
            throw new NodeFailure($"'{name}' has a list {key} that does not belong to its tokens{(count is not null && list.Count != count ? $" ({list.Count} of them for {count} tokens)" : "")}: it is damaged.");
        }
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
}
