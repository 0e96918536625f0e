using System.Text.Json;
using MySpinBot.Checkpoints;

namespace MySpinBot.Server.Weights.Heads;

/// <summary>What a file with weights says of itself. Nothing of it is believed: lengths are checked, texts are shown and never acted upon.</summary>
public sealed record WeightFacts
{
    /// <summary><c>safetensors</c>, <c>gguf</c>, <c>onnx</c>, <c>pytorch</c>, <c>pytorch-legacy</c>, <c>text</c> or <c>unknown</c>.</summary>
    public required string Format { get; init; }

    /// <summary>What is wrong with it, in a sentence; null where nothing was found.</summary>
    public string? Damage { get; init; }

    /// <summary>Why it is not read here though it may be whole, in a sentence: it holds a program, or numbers of a type that is not known. Null where it is read.</summary>
    public string? Refusal { get; init; }

    /// <summary>Which model it is, by the names and shapes of its tensors; null where it was not read.</summary>
    public ModelIdentity? Identity { get; init; }

    /// <summary>How many tensors there are, where the head says it.</summary>
    public int? Tensors { get; init; }

    /// <summary>How many numbers they have together.</summary>
    public long? Parameters { get; init; }

    /// <summary>How many tensors there are of each type of number.</summary>
    public IReadOnlyDictionary<string, int> NumberTypes { get; init; } = new Dictionary<string, int>();

    /// <summary>What its author wrote into it, as an object; null where there is nothing, or too much to show.</summary>
    public JsonElement? Metadata { get; init; }

    internal static WeightFacts Damaged(string format, string sentence) => new() { Format = format, Damage = sentence };
}
