using System.Collections.Immutable;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation;
using MySpinBot.Core.Validation.Flattening;
using MySpinBot.Core.Validation.Wiring;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Calling;

/// <summary>A graph as something that is called: with values for its named inputs, for what its targets make.</summary>
public sealed class CallableGraph
{
    private CallableGraph(ImmutableArray<GraphParameter> parameters, ImmutableArray<GraphResult> results) => (Parameters, Results) = (parameters, results);

    /// <summary>Its named inputs, in the order in which the document has them.</summary>
    public ImmutableArray<GraphParameter> Parameters { get; }

    /// <summary>The nodes that it makes.</summary>
    public ImmutableArray<GraphResult> Results { get; }

    /// <summary>Looks at a document. What is wrong with it is for validation to say; here it is passed over.</summary>
    public static CallableGraph Of(GraphDocument document, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(catalog);
        var (problems, nearest) = (new List<GraphProblem>(), new NearestNames());
        var (top, nodes) = SubgraphExpansion.Expand(document, catalog, ValidationOptions.Default, nearest, problems);
        var links = new LinkResolution(ValidationOptions.Default, nearest, problems);
        var wired = new DocumentWiring(links, problems).Wire(nodes);
        var targets = new TargetChoice(top, nodes, links, nearest, problems).Choose(document.Targets);
        var uses = Uses(document, nodes, links);
        return new CallableGraph([.. document.Inputs.Select(input => ParameterMaking.Of(input, uses[input.Name]))], [.. targets.Select(target => Result(wired[target], wired))]);
    }

    // Over whatever only passes values on: reroutes, bypassed nodes, borders of subgraphs.
    private static Dictionary<string, List<(ParameterUse Use, InputDescriptor Input)>> Uses(GraphDocument document, IReadOnlyList<FlatNode> nodes, LinkResolution links)
    {
        var uses = document.Inputs.Select(input => input.Name).Distinct().ToDictionary(name => name, _ => new List<(ParameterUse, InputDescriptor)>(), StringComparer.Ordinal);
        if (uses.Count == 0)
        {
            return uses;
        }

        foreach (var node in nodes)
        {
            if (node is not { Role: NodeRole.Real, Type.Descriptor: { } type })
            {
                continue;
            }

            foreach (var input in node.Entry.Inputs)
            {
                if (Wire.PositionIn(type, input.Name) is >= 0 and var at && links.Resolve(node, input).Named is { } name && uses.TryGetValue(name, out var known))
                {
                    known.Add((new ParameterUse(node.Id, input.Name), type.Inputs[at]));
                }
            }
        }

        return uses;
    }

    private static GraphResult Result(WiredNode node, List<WiredNode> nodes)
    {
        var first = node.Inputs.Where(wire => wire is { Kind: WireKind.Link, Declared: >= 0 }).OrderBy(wire => wire.Declared).Select(wire => nodes[wire.Source].Type?.Descriptor.Outputs[wire.Output].Type).FirstOrDefault();
        return new GraphResult(node.Id, node.ClassType, node.Title ?? node.Type?.Descriptor.Title ?? node.ClassType, node.Type?.Descriptor.Description ?? "", first);
    }
}
