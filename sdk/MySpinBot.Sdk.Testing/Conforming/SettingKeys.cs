using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;

namespace MySpinBot.Sdk.Testing;

/// <summary>Plans a graph with the node in it twice over, with one setting changed: the keys must differ, or a stale result would be taken for the right one.</summary>
internal static class SettingKeys
{
    private static readonly NodeDescriptor Source = new()
    {
        ClassType = "AnySource",
        Title = "Any Source",
        Outputs = [new OutputDescriptor { Name = "any", Type = SocketTypes.Any }],
    };

    /// <summary>Settings whose change leaves the key as it was.</summary>
    public static IEnumerable<string> Deaf(NodeDescriptor node)
    {
        if (node.Repeatability == Repeatability.Volatile)
        {
            yield break;
        }

        foreach (var input in node.Inputs)
        {
            if (TwoValues(input) is not var (one, other))
            {
                continue;
            }

            var (first, problem) = KeyOf(node, input.Name, one);
            var (second, _) = KeyOf(node, input.Name, other);
            if (problem is not null)
            {
                yield return $"A graph with its input '{input.Name}' at {one} does not validate: {problem}";
            }
            else if (first is not null && first == second)
            {
                yield return $"The input '{input.Name}' gives the same key at {one} and at {other}.";
            }
        }
    }

    private static (TraceKey? Key, string? Problem) KeyOf(NodeDescriptor node, string setting, JsonElement value)
    {
        var inputs = ImmutableArray.CreateBuilder<NodeInput>();
        foreach (var input in node.Inputs.Where(input => input.Hidden is null))
        {
            if (input.Name == setting)
            {
                inputs.Add(new NodeInput(input.Name, new ConstantValue(value)));
            }
            else if (input.IsRequired && TwoValues(input) is var (one, _))
            {
                inputs.Add(new NodeInput(input.Name, new ConstantValue(one)));
            }
            else if (input.IsRequired && input.Type == SocketTypes.File)
            {
                inputs.Add(new NodeInput(input.Name, new ConstantValue(Json("file" + input.FileExtensions.FirstOrDefault("")))));
            }
            else if (input.IsRequired)
            {
                inputs.Add(new NodeInput(input.Name, input.IsSecret ? new SecretValue("name") : new LinkValue("source", null, 0)));
            }
        }

        var document = new GraphDocument
        {
            Nodes = [new NodeEntry { Id = "source", ClassType = Source.ClassType }, new NodeEntry { Id = "node", ClassType = node.ClassType, Inputs = inputs.ToImmutable() }],
            Targets = ["node"],
        };
        var code = ContentId.Of("code"u8);
        var result = GraphValidator.Validate(document, new Catalog([new CatalogEntry(Source, "test", code), new CatalogEntry(node, "test", code)]), ValidationOptions.Default);
        if (result.Graph is not { } graph)
        {
            return (null, result.Problems[0].Sentence);
        }

        var index = graph.Nodes.Select((each, i) => (each, i)).First(pair => pair.each.Id == "node").i;
        return (Planner.Plan(graph, new PlanFacts { Files = FilesOf(graph) }).RecipeKeys[index], null);
    }

    // A file counts by its content, not by its path: any will do here.
    private static Dictionary<(int Node, int Input), FileReference> FilesOf(ValidGraph graph)
        => (from node in Enumerable.Range(0, graph.Nodes.Length)
            from input in Enumerable.Range(0, graph.Nodes[node].Inputs.Length)
            where graph.Nodes[node].Inputs[input].Kind == BindingKind.File
            select (node, input)).ToDictionary(place => place, _ => new FileReference("/file", ContentId.Of("file"u8), 4));

    private static (JsonElement One, JsonElement Other)? TwoValues(InputDescriptor input)
    {
        if (input is { Hidden: not null } or { IsSocketOnly: true } or { IsRawLink: true } or { IsSecret: true })
        {
            return null;
        }

        if (input.Choices.Length > 0)
        {
            return input.Choices.Length > 1 ? (Json(input.Choices[0]), Json(input.Choices[1])) : null;
        }

        return input.Type.Split(',')[0].Trim() switch
        {
            SocketTypes.Int => Numbers(input, 1) is var (one, other) ? (Json((long)one), Json((long)other)) : null,
            SocketTypes.Float => Numbers(input, 0.5) is var (one, other) ? (Json(one), Json(other)) : null,
            SocketTypes.Boolean => (Json(false), Json(true)),
            SocketTypes.Text when input.IsColor => (Json("#000000"), Json("#ffffff")),
            SocketTypes.Text => (Json("one"), Json("other")),
            SocketTypes.Json => (JsonElement.Parse("{}"), JsonElement.Parse("[1]")),
            _ => null,
        };
    }

    private static (double One, double Other)? Numbers(InputDescriptor input, double step)
    {
        var one = Math.Max(input.Min ?? 0, Math.Min(input.Max ?? 0, 0));
        var other = one + step <= (input.Max ?? double.MaxValue) ? one + step : one - step;
        return other >= (input.Min ?? double.MinValue) ? (one, other) : null;
    }

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);
}
