using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Results;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation.Inputs;
using MySpinBot.Core.Validation.Wiring;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation;

/// <summary>An expansion that can run.</summary>
/// <param name="Graph">Its nodes; the targets are those that its outputs hang on, and its output nodes. Links to ~i lead out, to the i-th raw link of the expanding call.</param>
/// <param name="Outputs">What the expanding node's outputs are: a link (into <paramref name="Graph"/>, or ~i), a stored value, a constant, or missing for null.</param>
public sealed record ValidFragment(ValidGraph Graph, ImmutableArray<Binding> Outputs);

/// <summary>What was found in an expansion.</summary>
/// <param name="Fragment">The expansion; null where anything is wrong.</param>
/// <param name="Problems">All faults. Node ids are those within the expansion.</param>
public sealed record FragmentResult(ValidFragment? Fragment, ImmutableArray<GraphProblem> Problems);

/// <summary>Checks an expansion as documents are checked, and binds its inputs in the same way. Values that are stored or come from outside have no declared type and are taken as they are.</summary>
public static class FragmentValidator
{
    /// <summary>Checks an expansion.</summary>
    /// <param name="record">The expansion.</param>
    /// <param name="catalog">The node types that there are.</param>
    /// <param name="rawLinkCount">How many raw links the expanding call was given.</param>
    public static FragmentResult Validate(ExpansionRecord record, Catalog catalog, int rawLinkCount)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(catalog);
        var problems = new List<GraphProblem>();
        var nearest = new NearestNames();
        var wiring = new FragmentWiring(record, catalog, rawLinkCount, nearest, problems);
        var outputs = wiring.Outputs();
        var binder = new InputBinder(ValidationOptions.Default, nearest, problems);
        var targets = outputs.Where(wire => wire.Kind == WireKind.Link).Select(wire => wire.Source).Concat(wiring.OutputNodes()).Distinct().ToList();
        return GraphAssembly.Assemble(wiring.Nodes, targets, binder, problems) is var (graph, positions)
            ? new FragmentResult(new ValidFragment(graph, [.. outputs.Select(wire => Output(wire, positions))]), [])
            : new FragmentResult(null, [.. problems]);
    }

    private static Binding Output(Wire wire, int[] positions) => wire switch
    {
        { Kind: WireKind.Link } => Binding.OfLink(positions[wire.Source], wire.Output),
        { Kind: WireKind.OuterLink } => Binding.OfLink(~wire.Source, 0),
        { Kind: WireKind.Stored } => Binding.OfStored(wire.Stored),
        { Value: ConstantValue { Json: { ValueKind: not JsonValueKind.Null } json } } when ConstantReading.Natural(json) is { } value => Binding.OfConstant(value),
        _ => Binding.Missing,
    };
}
