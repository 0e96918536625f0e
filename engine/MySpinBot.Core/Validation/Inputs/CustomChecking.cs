using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation.Wiring;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation.Inputs;

/// <summary>Asks the node itself what is wrong with its constants.</summary>
internal static class CustomChecking
{
    public static IEnumerable<GraphProblem> Faults(
        Func<CatalogEntry, IReadOnlyDictionary<string, object?>, LinkedTypes, IEnumerable<InputFault>> check,
        WiredNode node,
        Binding[] bindings,
        IReadOnlyList<WiredNode> nodes)
    {
        var inputs = node.Type!.Descriptor.Inputs;
        var constants = new Dictionary<string, object?>();
        for (var i = 0; i < bindings.Length; i++)
        {
            if (bindings[i].Kind is BindingKind.Constant or BindingKind.File)
            {
                constants.Add(inputs[i].Name, bindings[i].Constant);
            }
        }

        return check(node.Type, constants, Linked(node, nodes)).Select(fault => new GraphProblem(ProblemCodes.Refused, node.Id, fault.Input, $"{PlaceOf(node, fault)}: {fault.Sentence}"));
    }

    private static LinkedTypes Linked(WiredNode node, IReadOnlyList<WiredNode> nodes)
    {
        if (!node.Type!.Descriptor.ChecksLinks)
        {
            return LinkedTypes.None;
        }

        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var wire in node.Inputs)
        {
            if (wire.Kind is WireKind.Link or WireKind.RawLink && nodes[wire.Source].Type is { Descriptor.Outputs: var outputs })
            {
                types[wire.Name] = outputs[wire.Output].Type;
            }
        }

        return new LinkedTypes(types);
    }

    // Authors write their sentences for whoever looks at the node; in a list of problems they stand beside those of other nodes.
    private static string PlaceOf(WiredNode node, InputFault fault)
        => fault.Input is { } input ? $"{new InputPlace(node.Id, node.ClassType, input)}" : $"Node {Shown.Name(node.Id)} ({Shown.Plain(node.ClassType)})";
}
