using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <content>What passes and writers ask of a graph.</content>
public sealed partial record OnnxGraph
{
    /// <summary>Version of the standard operators that builders write.</summary>
    internal const int StandardOpset = 21;

    /// <summary>The same graph without operators and weights that no output needs.</summary>
    internal OnnxGraph Pruned()
    {
        var wanted = Outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        var kept = new List<OnnxNode>(Nodes.Length);
        foreach (var node in Nodes.Reverse())
        {
            if (node.Outputs.Any(wanted.Contains))
            {
                kept.Add(node);
                wanted.UnionWith(node.Inputs);
            }
        }

        if (kept.Count == Nodes.Length && Initializers.All(initializer => wanted.Contains(initializer.Name)))
        {
            return this;
        }

        kept.Reverse();
        var names = kept.SelectMany(node => node.Outputs).Concat(Inputs.Select(input => input.Name)).Concat(wanted).ToHashSet(StringComparer.Ordinal);
        return this with
        {
            Nodes = [.. kept],
            Initializers = [.. Initializers.Where(initializer => wanted.Contains(initializer.Name))],
            Values = Values.RemoveRange(Values.Keys.Where(name => !names.Contains(name))),
        };
    }
}
