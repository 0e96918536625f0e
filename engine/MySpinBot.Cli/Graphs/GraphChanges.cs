using System.Collections.Immutable;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;

namespace MySpinBot.Cli.Graphs;

/// <summary>What the command line changes in a graph before it runs.</summary>
internal sealed record GraphChanges(ImmutableArray<Assignment> Settings, ImmutableArray<Assignment> Inputs, ImmutableArray<string> Targets)
{
    /// <summary>Code of the problems that are the command line's.</summary>
    public const string Code = "command_line";

    public static GraphChanges None { get; } = new([], [], []);

    public (GraphDocument Document, ImmutableArray<GraphProblem> Problems) Apply(GraphDocument document, Catalog catalog)
    {
        var problems = ImmutableArray.CreateBuilder<GraphProblem>();
        foreach (var setting in Settings)
        {
            document = Set(document, setting, catalog, problems);
        }

        foreach (var input in Inputs)
        {
            document = Give(document, input, problems);
        }

        foreach (var target in Targets.Where(target => document.Nodes.All(node => node.Id != target)))
        {
            problems.Add(Complaint($"--target names '{target}', but the graph has no node of this id. {Those("nodes", document.Nodes.Select(node => node.Id))}"));
        }

        return (Targets.IsEmpty ? document : document with { Targets = Targets }, problems.ToImmutable());
    }

    private static GraphDocument Set(GraphDocument document, Assignment setting, Catalog catalog, ImmutableArray<GraphProblem>.Builder problems)
    {
        var node = document.Nodes.FirstOrDefault(node => node.Id == setting.NodeId);
        if (node is null)
        {
            problems.Add(Complaint($"--set names node '{setting.NodeId}', but the graph has no node of this id. {Those("nodes", document.Nodes.Select(node => node.Id))}"));
            return document;
        }

        var descriptor = catalog.Find(node.ClassType)?.Descriptor;
        var declared = descriptor?.Inputs.FirstOrDefault(input => input.Name == setting.Name);
        if (descriptor is not null && declared is null && !descriptor.TakesExtraInputs)
        {
            problems.Add(Complaint($"--set names input '{setting.Name}' of node '{node.Id}', but {node.ClassType} has no such input. {Those("inputs", descriptor.Inputs.Where(input => input.Hidden is null).Select(input => input.Name))}") with { NodeId = node.Id, Input = setting.Name });
            return document;
        }

        var value = new NodeInput(setting.Name, AssignedValue.For(setting.Value, declared));
        var position = node.Inputs.ToList().FindIndex(input => input.Name == setting.Name);
        var inputs = position < 0 ? node.Inputs.Add(value) : node.Inputs.SetItem(position, value);
        return document with { Nodes = document.Nodes.Replace(node, node with { Inputs = inputs }) };
    }

    private static GraphDocument Give(GraphDocument document, Assignment given, ImmutableArray<GraphProblem>.Builder problems)
    {
        var input = document.Inputs.FirstOrDefault(input => input.Name == given.Name);
        if (input is null)
        {
            problems.Add(Complaint($"--input names '{given.Name}', but the graph has no input of this name. {Those("inputs", document.Inputs.Select(input => input.Name))}"));
            return document;
        }

        return document with { Inputs = document.Inputs.Replace(input, input with { Default = AssignedValue.Read(given.Value, input.Type) }) };
    }

    private static GraphProblem Complaint(string sentence) => new(Code, null, null, sentence);

    private static string Those(string kind, IEnumerable<string> names)
    {
        var few = names.Take(20).ToList();
        return few.Count == 0 ? $"It has no {kind} at all." : $"Its {kind} are {string.Join(", ", few)}{(few.Count == 20 ? ", …" : "")}.";
    }
}
