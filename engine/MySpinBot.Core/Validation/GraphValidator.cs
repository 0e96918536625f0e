using System.Collections.Immutable;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation.Flattening;
using MySpinBot.Core.Validation.Inputs;
using MySpinBot.Core.Validation.Wiring;

namespace MySpinBot.Core.Validation;

/// <summary>What validation found: a graph that can run, or everything that is wrong.</summary>
/// <param name="Graph">The graph; null where anything is wrong.</param>
/// <param name="Problems">All faults.</param>
public sealed record ValidationResult(ValidGraph? Graph, ImmutableArray<GraphProblem> Problems);

/// <summary>Turns a document into a graph that can run, or says everything that is wrong with it.
/// Unknown types, ids that stand twice and links that lead nowhere are reported anywhere; all else only in what the targets need, and only that is in the graph.</summary>
public static class GraphValidator
{
    /// <summary>Checks a document. Takes time in proportion to nodes and links, and never recurses.</summary>
    public static ValidationResult Validate(GraphDocument document, Catalog catalog, ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<GraphProblem>();
        var nearest = new NearestNames();
        problems.AddRange(UnknownNamedInputs(document, options, nearest));

        var (top, nodes) = SubgraphExpansion.Expand(document, catalog, options, nearest, problems);
        if (problems.Exists(problem => problem.Code == ProblemCodes.DocumentTooLarge))
        {
            return new ValidationResult(null, [.. problems]); // nodes are missing now, so whatever else were said could be wrong
        }

        var links = new LinkResolution(options, nearest, problems);
        var wired = new DocumentWiring(links, problems).Wire(nodes);
        var targets = new TargetChoice(top, nodes, links, nearest, problems).Choose(options.Targets ?? document.Targets);
        var assembled = GraphAssembly.Assemble(wired, targets, new InputBinder(options, nearest, problems), problems);
        return new ValidationResult(assembled?.Graph, [.. problems]);
    }

    private static IEnumerable<GraphProblem> UnknownNamedInputs(GraphDocument document, ValidationOptions options, NearestNames nearest)
    {
        var names = document.Inputs.Select(input => input.Name).ToList();
        foreach (var given in options.Inputs.Keys.Except(names, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var there = names.Count == 0 ? "it has none" : $"it has {Shown.Names(names)}";
            yield return new GraphProblem(ProblemCodes.UnknownInput, null, given, $"The graph has no input {Shown.Name(given)}; {there}.{nearest.Ask(given, names)}");
        }
    }
}
