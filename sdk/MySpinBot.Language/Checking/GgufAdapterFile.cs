using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Checks adapters (LoRA) in GGUF files: pairs of matrices <c>X.lora_a</c> and <c>X.lora_b</c> whose product is added to the model's <c>X</c>.</summary>
internal static class GgufAdapterFile
{
    /// <summary>Checks one against the model that it is for.</summary>
    /// <exception cref="NodeFailure">It is none, damaged, or for another model.</exception>
    public static void Check(string path, GgufModelFile model)
    {
        var name = Path.GetFileName(path);
        var head = WeightFaults.Told(() => GgufFile.Read(path));
        if (Text(head, "general.type") != "adapter" || Text(head, "adapter.type") != "lora")
        {
            throw new NodeFailure($"'{name}' is no adapter (a GGUF file with general.type 'adapter' and adapter.type 'lora'); llama.cpp's convert_lora_to_gguf makes one of a PEFT adapter.");
        }

        if (Text(head, "general.architecture") is { } architecture && architecture != model.Architecture)
        {
            throw new NodeFailure($"The adapter '{name}' is for models of the architecture '{architecture}', and '{Path.GetFileName(model.Path)}' is of '{model.Architecture}'.");
        }

        if (head.Values.GetValueOrDefault("adapter.lora.alpha") is not { Value: double, NumberBytes: 4 })
        {
            throw new NodeFailure($"The adapter '{name}' does not state its strength (adapter.lora.alpha) as a 32-bit float: it is damaged.");
        }

        var weights = model.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var tensors = head.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        if (tensors.Count == 0)
        {
            throw new NodeFailure($"The adapter '{name}' holds no tensors.");
        }

        foreach (var tensor in head.Tensors)
        {
            CheckPair(name, tensor, tensors, weights);
        }
    }

    private static void CheckPair(string name, GgufTensor tensor, Dictionary<string, GgufTensor> tensors, Dictionary<string, GgufTensor> weights)
    {
        if (!tensor.Name.EndsWith(".lora_a", StringComparison.Ordinal))
        {
            // The library reads over norms.
            if (tensor.Name.EndsWith("_norm.weight", StringComparison.Ordinal) || (tensor.Name.EndsWith(".lora_b", StringComparison.Ordinal) && tensors.ContainsKey($"{tensor.Name[..^1]}a")))
            {
                return;
            }

            throw new NodeFailure($"The adapter '{name}' holds '{tensor.Name}', which is no half of a pair 'X.lora_a' and 'X.lora_b'.");
        }

        var target = tensor.Name[..^".lora_a".Length];
        if (!tensors.TryGetValue($"{target}.lora_b", out var other))
        {
            throw new NodeFailure($"The adapter '{name}' holds '{tensor.Name}' without '{target}.lora_b': it is damaged.");
        }

        if (!weights.TryGetValue(target, out var weight))
        {
            throw new NodeFailure($"The adapter '{name}' changes '{target}', which the model does not have: it is for another one.");
        }

        // [rank, in] and [out, rank] for [out, in]; embeddings are looked up: [tokens, rank] and [width, rank] for [tokens, width].
        var (rows, columns) = weight.Shape.Length < 2 ? (-1, -1) : (weight.Shape[^2], weight.Shape[^1]);
        var (a, b) = (tensor.Shape, other.Shape);
        var fits = a.Length == b.Length && a.Length >= 2 && a.Length <= weight.Shape.Length
            && (target.EndsWith("token_embd.weight", StringComparison.Ordinal) ? a[^2] == rows && b[^2] == columns && a[^1] == b[^1] : a[^1] == columns && b[^2] == rows && a[^2] == b[^1]);
        if (!fits)
        {
            throw new NodeFailure($"The adapter '{name}' has matrices of {string.Join("×", tensor.Shape)} and {string.Join("×", other.Shape)} for '{target}', which has {string.Join("×", weight.Shape)}: it is for a model of another size.");
        }
    }

    private static string? Text(GgufFile head, string name) => head.Values.GetValueOrDefault(name)?.Value as string;
}
