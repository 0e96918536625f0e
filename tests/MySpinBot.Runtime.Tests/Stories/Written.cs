using System.Globalization;
using System.Text;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Validation;

namespace MySpinBot.Runtime.Tests.Stories;

/// <summary>Under tests/graphs stands a folder a story: the graph, and in words what it came to. One that has events.txt is told here. MYSPINBOT_UPDATE=1 writes what it comes to now.</summary>
public sealed class Stories_that_are_written_down
{
    public static TheoryData<string> All => [.. Directory.EnumerateDirectories(Folder).Where(path => File.Exists(Path.Join(path, "events.txt"))).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Join(Built.Root, "tests", "graphs");

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_story_goes_as_it_is_written(string name)
    {
        // One core, so that the calls of a list come in their order.
        await using var story = Story.Of().With(options => options with { Cores = 1 });
        var engine = await story.Engine();
        var read = GraphReader.Read(await File.ReadAllBytesAsync(Path.Join(Folder, name, "graph.json")), ReadLimits.Default);
        var valid = read.Document is null ? null : await engine.ValidateAsync(read.Document, default);
        var problems = read.Problems.Concat(valid?.Problems ?? []).Select(problem => $"{problem.Code}: {problem.Sentence.Replace(story.Folder, "~", StringComparison.Ordinal)}").ToList();

        Compare(name, "problems.txt", problems);
        if (valid?.Graph is { } graph && problems.Count == 0)
        {
            Compare(name, "plan.txt", graph.Nodes.Select((node, i) => Line(graph, node, i)));
            Compare(name, "events.txt", ["first run", .. await Events(engine, graph), "", "second run", .. await Events(engine, graph)]);
        }
        else
        {
            Compare(name, "events.txt", ["does not run"]);
        }
    }

    /// <summary>A node and where its inputs come from, in the order in which nodes are thought of.</summary>
    private static string Line(ValidGraph graph, ValidNode node, int position)
    {
        var inputs = node.Inputs.Select((binding, i) => (node.Type.Descriptor.Inputs[i].Name, binding))
            .Concat(node.Extra.Select(extra => (extra.Name, binding: extra.Binding)))
            .Where(input => input.binding.Kind is not (BindingKind.Missing or BindingKind.Hidden))
            .Select(input => $"{input.Name}={Source(graph, input.binding)}");
        return $"{(graph.Targets.Contains(position) ? "* " : "  ")}{node.Id}: {node.Type.ClassType}({string.Join(", ", inputs)})";
    }

    private static string Source(ValidGraph graph, Binding binding) => binding.Kind switch
    {
        BindingKind.Link => $"{graph.Nodes[binding.Source].Id}.{binding.Output}",
        BindingKind.RawLink => $"&{graph.Nodes[binding.Source].Id}.{binding.Output}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{binding.Constant}"),
    };

    /// <summary>Events by node, since those of different nodes come in any order.</summary>
    private static async Task<IEnumerable<string>> Events(Engine engine, ValidGraph graph)
    {
        var told = new Told();
        told.Summary = await engine.RunAsync(graph, new RunOptions(), told.Add, default);
        var nodes = told.All<NodeEvent>().GroupBy(happened => happened.NodeId, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"  {group.Key}: {string.Join("; ", group.Select(Say))}");
        var end = told.Summary;
        return [.. nodes, $"  {end.Outcome}: {end.Ran} ran, {end.Reused} reused, {end.Failed} failed, {end.Skipped} skipped"];
    }

    private static string Say(NodeEvent happened) => happened switch
    {
        NodeStarted started => started.Calls == 1 ? $"started, {started.Because}" : $"started {started.Calls} calls, {started.Because}",
        NodeReused reused => $"reused, {reused.Because}{Shown(reused.Shown)}",
        NodeFinished finished => $"finished{Shown(finished.Shown)}",
        NodeExpanded expanded => $"expanded to {expanded.Nodes}",
        NodeBlocked blocked => blocked.Message is null ? "blocked" : $"blocks: {blocked.Message}",
        NodeFailed failed => $"failed at {failed.Input ?? "-"}: {failed.Sentence}",
        NodeSkipped skipped => $"skipped because of {skipped.BecauseOf}",
        FileSaved saved => $"{(saved.PutBack ? "put back" : "saved")} {saved.File.Name}",
        NodeLogged logged => $"says {logged.Message}",
        ResultDiffered differed => $"differed in {differed.Output}",
        ProgressReported progress => string.Create(CultureInfo.InvariantCulture, $"{progress.Done}/{progress.Total}"),
        _ => happened.GetType().Name,
    };

    private static string Shown(System.Text.Json.JsonElement? shown) => shown is { } json ? $" and shows {json}" : "";

    private static void Compare(string story, string file, IEnumerable<string> lines)
    {
        var path = Path.Join(Folder, story, file);
        var now = new StringBuilder().AppendJoin("\n", lines.Append("")).ToString();
        if (Environment.GetEnvironmentVariable("MYSPINBOT_UPDATE") == "1")
        {
            File.WriteAllText(path, now);
        }

        (File.Exists(path) ? File.ReadAllText(path) : "(there is no such file; MYSPINBOT_UPDATE=1 writes it)").ShouldBe(now, $"{story}/{file}");
    }
}
