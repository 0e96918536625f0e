using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Documents;

/// <summary>What becomes of a seed after a run.</summary>
public enum SeedStep
{
    /// <summary>It stays.</summary>
    Fixed,

    /// <summary>One more.</summary>
    Increment,

    /// <summary>One less.</summary>
    Decrement,

    /// <summary>A new one.</summary>
    Randomize,
}

/// <summary>Steps the seeds of a document, as ComfyUI's <c>control_after_generate</c> does.</summary>
public static class SeedStepping
{
    /// <summary>The field of a node that says how its seeds are stepped.</summary>
    internal const string Field = "control_after_generate";

    // A seed above 2^53 would not survive a client that keeps numbers as doubles.
    private const long LargestRandom = (1L << 53) - 1;

    /// <summary>Steps every constant of a seed input, within the limits that the input declares.</summary>
    /// <param name="document">The document.</param>
    /// <param name="catalog">Says which inputs are seeds.</param>
    /// <param name="how">How to step the seed of this node and input.</param>
    /// <param name="random">Where new seeds come from.</param>
    public static GraphDocument Step(GraphDocument document, Catalog catalog, Func<NodeEntry, string, SeedStep> how, Random random)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(how);
        ArgumentNullException.ThrowIfNull(random);
        return document with { Nodes = [.. document.Nodes.Select(node => catalog.Find(node.ClassType) is { } type ? StepNode(node, type.Descriptor, how, random) : node)] };
    }

    /// <summary>Gives every constant of a seed input this seed, within the limits that the input declares.</summary>
    /// <param name="document">The document.</param>
    /// <param name="catalog">Says which inputs are seeds.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="count">How many inputs have it now.</param>
    public static GraphDocument Set(GraphDocument document, Catalog catalog, long seed, out int count)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(catalog);
        var nodes = document.Nodes.ToBuilder();
        count = 0;
        for (var i = 0; i < nodes.Count; i++)
        {
            if (catalog.Find(nodes[i].ClassType) is { } type && type.Descriptor.Inputs.Any(input => input.IsSeed))
            {
                nodes[i] = Change(nodes[i], type.Descriptor, (_, input) => Clamped(seed, input), ref count);
            }
        }

        return document with { Nodes = nodes.ToImmutable() };
    }

    /// <summary>How a node says that its seeds are stepped: its field <c>control_after_generate</c> (<c>increment</c>, <c>decrement</c>, <c>randomize</c>); fixed where it says nothing.</summary>
    public static SeedStep Declared(NodeEntry node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var field = node.Rest.FirstOrDefault(field => field.Key == Field).Value;
        return (field.ValueKind == JsonValueKind.String ? field.GetString() : null) switch
        {
            "increment" => SeedStep.Increment,
            "decrement" => SeedStep.Decrement,
            "randomize" => SeedStep.Randomize,
            _ => SeedStep.Fixed,
        };
    }

    private static NodeEntry StepNode(NodeEntry node, NodeDescriptor type, Func<NodeEntry, string, SeedStep> how, Random random)
    {
        var count = 0;
        return Change(node, type, (value, seed) => Next(value, seed, how(node, seed.Name), random), ref count);
    }

    private static NodeEntry Change(NodeEntry node, NodeDescriptor type, Func<decimal, InputDescriptor, decimal> change, ref int count)
    {
        var inputs = node.Inputs.ToBuilder();
        foreach (var seed in type.Inputs.Where(input => input.IsSeed))
        {
            for (var i = 0; i < inputs.Count; i++)
            {
                if (inputs[i].Name == seed.Name && inputs[i].Value is ConstantValue { Json: { ValueKind: JsonValueKind.Number } json } && json.TryGetDecimal(out var value))
                {
                    inputs[i] = new NodeInput(seed.Name, new ConstantValue(JsonSerializer.SerializeToElement(change(value, seed))));
                    count++;
                }
            }
        }

        return node with { Inputs = inputs.ToImmutable() };
    }

    private static decimal Clamped(decimal seed, InputDescriptor input)
        => Math.Clamp(seed, Limit(input.Min ?? 0, long.MinValue, ulong.MaxValue), Limit(input.Max ?? ulong.MaxValue, long.MinValue, ulong.MaxValue));

    // Decimals hold all of 64 bits with and without a sign.
    private static decimal Next(decimal seed, InputDescriptor input, SeedStep step, Random random)
    {
        var (min, max) = (Limit(input.Min ?? 0, long.MinValue, ulong.MaxValue), Limit(input.Max ?? ulong.MaxValue, long.MinValue, ulong.MaxValue));
        return step switch
        {
            SeedStep.Increment => Math.Clamp(seed + 1, min, max),
            SeedStep.Decrement => Math.Clamp(seed - 1, min, max),
            SeedStep.Randomize => random.NextInt64((long)Math.Clamp(min, -LargestRandom, LargestRandom), (long)Math.Clamp(max, -LargestRandom, LargestRandom) + 1),
            _ => seed,
        };
    }

    private static decimal Limit(double limit, decimal least, decimal most) => limit >= (double)most ? most : limit <= (double)least ? least : (decimal)limit;
}
