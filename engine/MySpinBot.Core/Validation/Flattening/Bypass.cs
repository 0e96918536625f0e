using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Validation.Inputs;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation.Flattening;

/// <summary>Which input of a bypassed node a link from one of its outputs goes through to: the one at the same position if its type fits, else the first of that type.</summary>
internal static class Bypass
{
    /// <summary>What that input is given; null where there is no such input or nothing is given to it.</summary>
    public static InputValue? Through(FlatNode node, LinkValue link)
    {
        var name = node switch
        {
            { Inside: null, Type: { } type } => ByType(type.Descriptor, link),
            _ when node.Entry.ClassType.StartsWith(SubgraphExpansion.TypePrefix, StringComparison.Ordinal) => OfSubgraph(node, link),
            _ => SavedSockets.Of(node.Entry) is { } saved ? BySockets(saved, link)
                : node.Entry.Inputs.Where(input => input.Value is LinkValue).Select(input => input.Name).ElementAtOrDefault(link.Slot ?? 0),
        };
        return name is null ? null : node.Entry.Inputs.FirstOrDefault(input => input.Name == name)?.Value;
    }

    private static string? ByType(NodeDescriptor type, LinkValue link)
    {
        var position = link.Output is null ? link.Slot ?? 0 : type.Outputs.IndexOf(type.Outputs.FirstOrDefault(output => output.Name == link.Output)!);
        if (position < 0 || position >= type.Outputs.Length)
        {
            return null;
        }

        // Positions count sockets, as in the editor: inputs that only take links stand before those that also have a field.
        var inputs = type.Inputs.Where(input => input.Hidden is null && !input.IsSecret).OrderBy(input => ConstantReading.HasConstants(input.Type)).ToList();
        return Match([.. inputs.Select(input => (input.Name, input.Type))], type.Outputs[position].Type, position);
    }

    private static string? OfSubgraph(FlatNode node, LinkValue link)
    {
        if (node.Frame.Scope.Subgraph(node.Entry.ClassType[SubgraphExpansion.TypePrefix.Length..]) is not { Definition: { } definition } subgraph || subgraph.Output(link) is not { } output)
        {
            return null;
        }

        var position = definition.Outputs.IndexOf(output);
        return Match([.. definition.Graph.Inputs.Select(input => (input.Name, input.Type ?? SocketTypes.Any))], output.Type ?? SocketTypes.Any, position);
    }

    private static string? BySockets(SavedSockets saved, LinkValue link)
        => link.Slot is null or >= 0 && (link.Slot ?? 0) < saved.Outputs.Count ? Match([.. saved.Inputs], saved.Outputs[link.Slot ?? 0].Type, link.Slot ?? 0) : null;

    private static string? Match((string Name, string Type)[] inputs, string wanted, int position)
        => position >= 0 && position < inputs.Length && SocketTypes.Fits(inputs[position].Type, wanted)
            ? inputs[position].Name
            : inputs.Where(input => input.Type == wanted).Concat(inputs.Where(input => SocketTypes.Fits(input.Type, wanted))).Select(input => input.Name).FirstOrDefault();
}
