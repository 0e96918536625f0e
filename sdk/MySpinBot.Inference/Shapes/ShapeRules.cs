using System.Collections.Frozen;

namespace MySpinBot.Inference;

/// <summary>What every operator gives for what it takes: one rule each, for graphs that are built and for files that are read.
/// The rules follow https://onnx.ai/onnx/operators, standard operators up to version 21.</summary>
internal static partial class ShapeRules
{
    private static readonly FrozenDictionary<string, Action<ShapeContext>> Rules = All().ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Know(OnnxNode node) => Rules.ContainsKey(Key(node));

    /// <summary>What an operator gives.</summary>
    /// <exception cref="ArgumentException">What it takes does not fit; the sentence names the operator and the shapes.</exception>
    /// <exception cref="ShapeUnknownException">That cannot be told before a run.</exception>
    public static IReadOnlyList<KnownValue> Infer(OnnxNode node, int opset, Func<string, KnownValue?> known)
    {
        if (!Rules.TryGetValue(Key(node), out var rule))
        {
            throw new ShapeUnknownException($"there is no rule for the operator {node.OpType}.");
        }

        var context = new ShapeContext(node, opset, known);
        try
        {
            rule(context);
        }
        catch (ArgumentException wrong) when (wrong is not ArgumentOutOfRangeException)
        {
            var taken = node.Inputs.Select(name => name.Length == 0 ? "nothing" : $"{name} {known(name)}");
            throw new ArgumentException($"{node.OpType} at '{node.Name}' cannot take {string.Join(", ", taken)}: {wrong.Message}", wrong);
        }

        return context.Given;
    }

    private static string Key(OnnxNode node) => node.Domain.Length == 0 ? node.OpType : $"{node.Domain}.{node.OpType}";

    private static IEnumerable<KeyValuePair<string, Action<ShapeContext>>> All()
        => [.. Elementwise(), .. Arithmetic(), .. Windows(), .. Arranging(), .. Choosing(), .. Products(), .. Resampling(), .. Constants(), .. Fused()];

    private static IEnumerable<KeyValuePair<string, Action<ShapeContext>>> Same(Action<ShapeContext> rule, params string[] operators)
        => operators.Select(name => KeyValuePair.Create(name, rule));
}
