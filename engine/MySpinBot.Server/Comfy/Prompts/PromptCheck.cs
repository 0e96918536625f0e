using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using NodeTypes = MySpinBot.Core.Catalogs.Catalog;

namespace MySpinBot.Server.Comfy.Prompts;

/// <summary>What of a prompt can run.</summary>
/// <param name="Document">The graph that is to run: the prompt as it came, or that part of it that can run.</param>
/// <param name="Targets">The output nodes to make; null for those that the document names itself.</param>
/// <param name="Original">The prompt as it came, where only a part of it runs.</param>
/// <param name="NodeErrors">What is wrong with the rest.</param>
internal sealed record SoundPrompt(ReadOnlyMemory<byte> Document, IReadOnlyList<string>? Targets, JsonElement? Original, IReadOnlyList<NodeErrors> NodeErrors);

/// <summary>A prompt of which nothing can run.</summary>
/// <param name="Error">Why.</param>
/// <param name="NodeErrors">What is wrong with which node.</param>
internal sealed record RefusedPrompt(PromptError Error, IReadOnlyList<NodeErrors> NodeErrors)
{
    /// <summary>One error about the whole.</summary>
    public static RefusedPrompt For(PromptError error) => new(error, []);
}

/// <summary>Checks prompts with ComfyUI's rules: good outputs run though others are bad, and an unknown type anywhere refuses all.</summary>
internal static class PromptCheck
{
    // Leaving out what is at fault cannot bring new faults; should it, this ends it.
    private const int MostRounds = 4;

    /// <summary>Finds out all that is wrong with a document and its targets.</summary>
    internal delegate ValueTask<IReadOnlyList<GraphProblem>> Finder(GraphDocument document, ReadOnlyMemory<byte> bytes, IReadOnlyList<string>? targets);

    /// <summary>What can run; exactly one of the two is there.</summary>
    public static async ValueTask<(SoundPrompt? Sound, RefusedPrompt? Refused)> CheckAsync(
        ReadOnlyMemory<byte> prompt, IReadOnlyList<string>? named, NodeTypes catalog, Finder find)
    {
        var read = GraphReader.Read(prompt, ReadLimits.Default);
        if (read.Document is not { } document || !read.Problems.IsEmpty)
        {
            return (null, RefusedPrompt.For(OfForm(prompt, read.Problems[0])));
        }

        if (IsOfOurForm(document))
        {
            return await CheckOurFormAsync(document, prompt, catalog, named, find);
        }

        foreach (var node in document.Nodes)
        {
            if (catalog.Find(node.ClassType) is null && node.ClassType != RerouteType)
            {
                return (null, RefusedPrompt.For(PromptErrors.UnknownType(node.Id, node.ClassType, node.Title)));
            }
        }

        var graph = new PromptGraph(document, catalog);
        var outputs = graph.Outputs(named);
        if (outputs.Count == 0)
        {
            return (null, RefusedPrompt.For(PromptErrors.NoOutputs));
        }

        return await CheckOutputsAsync(document, prompt, graph, outputs, find);
    }

    private const string RerouteType = "Reroute";

    private static async ValueTask<(SoundPrompt? Sound, RefusedPrompt? Refused)> CheckOutputsAsync(
        GraphDocument document, ReadOnlyMemory<byte> prompt, PromptGraph graph, IReadOnlyList<string> outputs, Finder find)
    {
        var (bytes, part, sound) = (prompt, document, outputs);
        var found = new List<GraphProblem>();
        for (var round = 0; round < MostRounds; round++)
        {
            var problems = await find(part, bytes, sound);
            if (problems.Count == 0)
            {
                return (new SoundPrompt(bytes, sound, part == document ? null : Whole(prompt), ErrorsOf(found, graph, outputs)), null);
            }

            found.AddRange(problems);
            sound = found.Exists(problem => problem.NodeId is null) ? [] : graph.Sound(outputs, Faulty(found));
            if (sound.Count == 0)
            {
                break;
            }

            var needed = graph.Needed(sound);
            part = document with { Nodes = [.. document.Nodes.Where(node => needed.Contains(node.Id))] };
            bytes = PromptGraph.Part(prompt, needed);
        }

        var errors = ErrorsOf(found, graph, outputs);
        return (null, new RefusedPrompt(Summary(found, errors, outputs), errors));
    }

    private static async ValueTask<(SoundPrompt? Sound, RefusedPrompt? Refused)> CheckOurFormAsync(
        GraphDocument document, ReadOnlyMemory<byte> prompt, NodeTypes catalog, IReadOnlyList<string>? named, Finder find)
    {
        if (named?.Count == 0)
        {
            return (null, RefusedPrompt.For(PromptErrors.NoOutputs));
        }

        var problems = await find(document, prompt, named);
        if (problems.Count == 0)
        {
            return (new SoundPrompt(prompt, named, null, []), null);
        }

        var graph = new PromptGraph(document, catalog);
        var errors = ErrorsOf(problems, graph, graph.Outputs(named));
        var unknown = problems.FirstOrDefault(problem => problem.Code == ProblemCodes.UnknownNodeType);
        return (null, new RefusedPrompt(
            unknown is not null ? PromptErrors.UnknownType(unknown.NodeId ?? "", unknown.Got ?? "", null) : Summary(problems, errors, []),
            errors));
    }

    private static bool IsOfOurForm(GraphDocument document) => !document.Subgraphs.IsEmpty || !document.Inputs.IsEmpty || !document.Targets.IsEmpty || !document.Rest.IsEmpty;

    private static PromptError OfForm(ReadOnlyMemory<byte> prompt, GraphProblem problem)
        => problem.NodeId is { } id && HasNoType(prompt, id) ? PromptErrors.NoType(id, problem.Sentence)
            : new PromptError("invalid_prompt", problem.Sentence, problem.NodeId is { } node ? $"Node ID '#{node}'" : "");

    private static bool HasNoType(ReadOnlyMemory<byte> prompt, string id)
    {
        using var document = JsonDocument.Parse(prompt, new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth });
        return document.RootElement.TryGetProperty(id, out var node) && node.ValueKind == JsonValueKind.Object
            && !(node.TryGetProperty("class_type", out var type) && type.ValueKind == JsonValueKind.String);
    }

    private static IEnumerable<string> Faulty(IEnumerable<GraphProblem> problems)
        => problems.SelectMany(problem => problem.Path.Count > 0 ? problem.Path : [problem.NodeId!]);

    private static JsonElement Whole(ReadOnlyMemory<byte> prompt)
    {
        using var document = JsonDocument.Parse(prompt, new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth });
        return document.RootElement.Clone();
    }

    // Only what an output needs is told, as ComfyUI looks at nothing else; it is told once.
    private static List<NodeErrors> ErrorsOf(IReadOnlyList<GraphProblem> problems, PromptGraph graph, IReadOnlyList<string> outputs)
    {
        var byNode = new Dictionary<string, List<PromptError>>(StringComparer.Ordinal);
        var seen = new HashSet<(string, string, string?, string)>();
        foreach (var problem in problems)
        {
            if (problem.NodeId is null || !seen.Add((problem.Code, problem.NodeId, problem.Input, problem.Sentence)))
            {
                continue;
            }

            IEnumerable<(string NodeId, PromptError Error)> errors = problem.Code == ProblemCodes.Cycle
                ? PromptErrors.OfCycle(problem, graph)
                : [(problem.NodeId, PromptErrors.Of(problem, graph))];
            foreach (var (id, error) in errors)
            {
                if (!byNode.TryGetValue(id, out var list))
                {
                    byNode[id] = list = [];
                }

                list.Add(error);
            }
        }

        var dependents = graph.Dependents([.. byNode.Keys], outputs);
        return [.. byNode.Where(node => dependents[node.Key].Count > 0 || outputs.Count == 0)
            .Select(node => new NodeErrors(node.Key, graph.Find(node.Key)?.ClassType ?? "", node.Value, dependents[node.Key]))];
    }

    private static PromptError Summary(IReadOnlyList<GraphProblem> problems, IReadOnlyList<NodeErrors> errors, IReadOnlyList<string> outputs)
    {
        var ofOutputs = errors.Where(node => outputs.Contains(node.NodeId)).ToList();
        var lines = (ofOutputs.Count > 0 ? ofOutputs : errors).SelectMany(node => node.Errors).Select(error => $"{error.Message}: {error.Details}")
            .Concat(problems.Where(problem => problem.NodeId is null).Select(problem => problem.Sentence));
        return problems.Any(problem => problem.Code == ProblemCodes.NoTargets)
            ? PromptErrors.NoOutputs
            : new PromptError("prompt_outputs_failed_validation", "Prompt outputs failed validation", string.Join('\n', lines));
    }
}
