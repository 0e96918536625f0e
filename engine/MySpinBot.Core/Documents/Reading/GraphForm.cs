using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Reading;

/// <summary>Reads our own form: the document and the subgraphs in it.</summary>
internal static class GraphForm
{
    // Subgraphs may stand in subgraphs; this bounds how deep the reader follows them, whatever the limit on JSON is.
    private const int DeepestSubgraph = 32;

    /// <summary>The document; null, and a problem, where it is of a later version.</summary>
    public static GraphDocument? ReadDocument(JsonElement root, List<GraphProblem> problems)
    {
        var fields = Fields.Of(root, "the document", null, problems);
        var version = FormFaults.Version(fields.Take("version"), "Field 'version' of the document", null, problems) ?? GraphDocument.CurrentVersion;
        if (version <= GraphDocument.CurrentVersion)
        {
            return ReadGraph(fields, "the document", 0, problems);
        }

        problems.Add(new GraphProblem(
            ProblemCodes.NewerDocument, null, null, $"The document is of version {version}; this MySpinBot reads up to version {GraphDocument.CurrentVersion}. Use a newer one.")
        {
            Expected = $"{GraphDocument.CurrentVersion}",
            Got = $"{version}",
        });
        return null;
    }

    private static GraphDocument ReadGraph(Fields fields, string owner, int depth, List<GraphProblem> problems)
    {
        var nodes = fields.Take("nodes");
        if (nodes is null)
        {
            problems.Add(FormFaults.Malformed($"Field 'nodes' of {owner} is missing; it is an object of nodes by id."));
        }

        return new GraphDocument
        {
            Nodes = FormFaults.IsObject(nodes, $"Field 'nodes' of {owner}", null, problems) ? DocumentForm.ReadNodes(nodes!.Value, problems) : [],
            Inputs = ReadMap(fields.Take("inputs"), "inputs", "input", owner, problems, (name, value) => ReadInput(name, value, owner, problems)),
            Targets = ReadTargets(fields.Take("targets"), owner, problems),
            Subgraphs = ReadMap(fields.Take("subgraphs"), "subgraphs", "subgraph", owner, problems, (name, value) => ReadSubgraph(name, value, depth + 1, problems)),
            Rest = fields.Rest(),
        };
    }

    private static ImmutableArray<T> ReadMap<T>(JsonElement? json, string field, string what, string owner, List<GraphProblem> problems, Func<string, JsonElement, T?> read)
        where T : class
    {
        if (!FormFaults.IsObject(json, $"Field '{field}' of {owner}", null, problems))
        {
            return [];
        }

        var fields = new Fields(json!.Value, name => new GraphProblem(ProblemCodes.DuplicateId, null, name, $"The {what} {Shown.Name(name)} of {owner} stands twice; names must be unique."), problems);
        return [.. fields.All.TakeWhile(_ => !FormFaults.IsEnough(problems)).Select(item => read(item.Key, item.Value)).OfType<T>()];
    }

    private static GraphInput? ReadInput(string name, JsonElement json, string owner, List<GraphProblem> problems)
    {
        var what = $"input {Shown.Name(name)} of {owner}";
        if (!FormFaults.IsObject(json, $"The {what}", null, problems))
        {
            return null;
        }

        var fields = Fields.Of(json, what, null, problems);
        return new GraphInput(
            name,
            FormFaults.Text(fields.Take("type"), $"Field 'type' of {what}", null, problems),
            fields.Take("default"),
            FormFaults.Text(fields.Take("description"), $"Field 'description' of {what}", null, problems))
        {
            Rest = fields.Rest(),
        };
    }

    private static ImmutableArray<string> ReadTargets(JsonElement? json, string owner, List<GraphProblem> problems)
        => FormFaults.IsList(json, $"Field 'targets' of {owner}", problems)
            ? [.. json!.Value.EnumerateArray().TakeWhile(_ => !FormFaults.IsEnough(problems)).Select((target, i) => FormFaults.Text(target, $"Target {i} of {owner}", null, problems)).OfType<string>()]
            : [];

    private static SubgraphDefinition? ReadSubgraph(string name, JsonElement json, int depth, List<GraphProblem> problems)
    {
        var what = $"subgraph {Shown.Name(name)}";
        if (!FormFaults.IsObject(json, $"The {what}", null, problems))
        {
            return null;
        }

        if (depth > DeepestSubgraph)
        {
            problems.Add(new GraphProblem(ProblemCodes.DocumentTooLarge, null, name, $"The {what} stands more than {DeepestSubgraph} subgraphs deep; that is the most that is taken."));
            return null;
        }

        var fields = Fields.Of(json, what, null, problems);
        var outputs = ReadMap(fields.Take("outputs"), "outputs", "output", what, problems, (output, link) => ReadOutput(output, link, what, problems));
        return new SubgraphDefinition(name, ReadGraph(fields, what, depth, problems), outputs);
    }

    private static SubgraphOutput? ReadOutput(string name, JsonElement json, string owner, List<GraphProblem> problems)
    {
        if (InputJson.TryReadLink(json, out var link, out var fault))
        {
            return new SubgraphOutput(name, link) { Type = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("type", out var type) ? FormFaults.Text(type, $"Field 'type' of output {Shown.Name(name)} of {owner}", null, problems) : null };
        }

        problems.Add(new GraphProblem(ProblemCodes.BadLink, null, name, $"Output {Shown.Name(name)} of {owner} {fault ?? $"is {Shown.Value(json)}; it must be a link: {{\"from\": id, \"output\": name}}."}"));
        return null;
    }
}
