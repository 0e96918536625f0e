using System.Collections.Immutable;
using System.Text.Json;

namespace MySpinBot.Nodes.Basics.Flow;

/// <summary>What a loop does in each round: a small graph in JSON, which links to the loop's variables as if they were nodes.</summary>
internal sealed class LoopBody
{
    private const int MostNodes = 10_000;

    public LoopBody(IReadOnlyList<BodyNode> nodes, ImmutableArray<BodyLink> results) => (Nodes, Results) = (nodes, results);

    public IReadOnlyList<BodyNode> Nodes { get; }

    /// <summary>What a round gives.</summary>
    public ImmutableArray<BodyLink> Results { get; }

    /// <summary>Everything that is linked to.</summary>
    public IEnumerable<BodyLink> Links => Nodes.SelectMany(node => node.Links).Concat(Results);

    /// <summary>Reads one node, or <c>{"nodes": {…}, "result": ["id", 0]}</c>.</summary>
    /// <param name="json">The body.</param>
    /// <param name="input">Input that it came from.</param>
    /// <param name="variables">Names that it may link to; null where that is not known yet.</param>
    /// <exception cref="NodeFailure">It is not a body; the sentence says why.</exception>
    public static LoopBody Read(JsonElement json, string input, IEnumerable<string>? variables)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("class_type", out _))
        {
            return new LoopBody([BodyNode.Read("node", json, input)], [new BodyLink("node", 0)]).Checked(input, variables);
        }

        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("nodes", out var nodes) || nodes.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("result", out var result) || BodyLink.Read(result) is not { } link)
        {
            throw Failures.At(input, $"Input '{input}' is no body of a loop; it takes a node, {{\"class_type\": …, \"inputs\": {{…}}}}, or several, {{\"nodes\": {{\"id\": …}}, \"result\": [\"id\", 0]}}.");
        }

        return new LoopBody([.. nodes.EnumerateObject().Select(node => BodyNode.Read(node.Name, node.Value, input))], [link]).Checked(input, variables);
    }

    /// <summary>What is wrong with a body that stands in the graph.</summary>
    public static IEnumerable<InputFault> Faults(JsonElement? json, string input)
    {
        try
        {
            if (json is { ValueKind: not JsonValueKind.Undefined } body)
            {
                Read(body, input, null);
            }

            return [];
        }
        catch (NodeFailure failure)
        {
            return [new InputFault(input, failure.Message)];
        }
    }

    /// <summary>Adds a copy of the body to a fragment.</summary>
    /// <param name="fragment">Where to.</param>
    /// <param name="prefix">Put before the ids.</param>
    /// <param name="variables">What stands for each variable.</param>
    /// <returns>The results of the copy.</returns>
    public ImmutableArray<FragmentLink> CopyTo(GraphFragment fragment, string prefix, IReadOnlyDictionary<string, FragmentLink> variables)
    {
        foreach (var node in Nodes)
        {
            fragment.Add(prefix + node.Id, node.ClassType, [.. node.Inputs.Select(input => (input.Name, input.Value is BodyLink link
                ? Copied(link) : BodyNode.Constant((JsonElement)input.Value)))]);
        }

        return [.. Results.Select(Copied)];

        FragmentLink Copied(BodyLink link) => variables.TryGetValue(link.Source, out var variable) ? variable : new FragmentLink(prefix + link.Source, link.Output);
    }

    private LoopBody Checked(string input, IEnumerable<string>? variables)
    {
        var ids = Nodes.Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
        if (Nodes.Count > MostNodes || ids.Count != Nodes.Count)
        {
            throw Failures.At(input, ids.Count != Nodes.Count ? $"Two nodes in '{input}' have the same id." : $"Input '{input}' has {Nodes.Count} nodes; a body has {MostNodes} at most.");
        }

        if (variables is null)
        {
            return this;
        }

        var known = variables.ToHashSet(StringComparer.Ordinal);
        if (ids.FirstOrDefault(known.Contains) is { } taken)
        {
            throw Failures.At(input, $"A node in '{input}' is called '{taken}', which is a variable of the loop; it needs another id.");
        }

        return Links.FirstOrDefault(link => !ids.Contains(link.Source) && !(known.Contains(link.Source) && link.Output == 0)) is not { } unknown
            ? this
            : throw Failures.At(input, $"The body in '{input}' links to output {unknown.Output} of '{unknown.Source}', which is neither one of its nodes nor a variable; "
                + $"variables are {string.Join(", ", known.Order(StringComparer.Ordinal))}, with the one output 0.");
    }
}
