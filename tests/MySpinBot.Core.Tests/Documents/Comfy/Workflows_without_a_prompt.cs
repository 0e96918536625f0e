using System.Text.Json;
using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Tests.Documents.Comfy;

public sealed class Workflows_without_a_prompt
{
    // Cut out of a larger one: its nodes still name the links to what is not there.
    private const string CutOut = "cli-template-3-subgraphs.json";

    [Theory]
    [MemberData(nameof(Pairs.UiOnly), MemberType = typeof(Pairs))]
    public async Task Each_is_read_and_can_be_exported(string name)
    {
        var pairs = Pairs.Read();
        var read = pairs.Convert(Bytes(pairs, name));

        read.Problems.Select(problem => problem.Sentence).ShouldBeEmpty();
        read.Notices.Where(notice => notice.Code != ProblemCodes.UnknownNodeType && notice.Code != ProblemCodes.BadValue && !(name == CutOut && notice.Sentence.Contains("names link", StringComparison.Ordinal))).ShouldBeEmpty();
        var written = GraphWriter.Write(read.Document!);
        (await NJsonSchema.JsonSchema.FromJsonAsync(GraphSchema.Text, TestContext.Current.CancellationToken)).Validate(System.Text.Encoding.UTF8.GetString(written)).ShouldBeEmpty();
        var again = GraphReader.Read(written, ReadLimits.Default);
        again.Problems.ShouldBeEmpty();
        pairs.Export(again.Document!).DifferencesTo(pairs.Export(read.Document!), _ => true).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pairs.UiOnly), MemberType = typeof(Pairs))]
    public void Every_link_of_its_prompt_leads_to_a_node_of_it(string name)
    {
        var pairs = Pairs.Read();
        var prompt = pairs.Export(pairs.Convert(Bytes(pairs, name)).Document!);

        foreach (var link in prompt.Inputs.Values.Where(value => value.StartsWith("-> ", StringComparison.Ordinal)))
        {
            prompt.Types.ShouldContainKey(link.Split(' ')[1]);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs.UiOnly), MemberType = typeof(Pairs))]
    public void Every_node_that_runs_is_there_and_those_of_unknown_types_have_all_their_data(string name)
    {
        var pairs = Pairs.Read();
        var bytes = Bytes(pairs, name);
        var read = pairs.Convert(bytes);
        var saved = JsonElement.Parse(bytes);
        var nodes = read.Document!.Nodes.Concat(read.Document.Subgraphs.SelectMany(subgraph => subgraph.Graph.Nodes)).ToLookup(node => node.Id);

        foreach (var node in Saved(saved))
        {
            var (id, type) = (node.GetProperty("id").ToString(), node.GetProperty("type").GetString()!);
            if (type is "Note" or "MarkdownNote" or "PrimitiveNode")
            {
                continue;
            }

            var entries = nodes[id].ToList();
            entries.ShouldNotBeEmpty($"{id} {type}");
            if (pairs.Interfaces.Catalog.Find(type) is null && type != "Reroute" && !Guid.TryParse(type, out _))
            {
                entries.ShouldContain(entry => entry.ClassType == type && entry.Rest.Any(field => field.Key == "comfyui" && JsonElement.DeepEquals(field.Value, node)), $"{id} {type}");
            }
        }
    }

    internal static byte[] Bytes(Pairs pairs, string name) => File.ReadAllBytes(Path.Combine(pairs.Folder, "ui-only", name));

    private static IEnumerable<JsonElement> Saved(JsonElement document)
    {
        foreach (var node in document.GetProperty("nodes").EnumerateArray())
        {
            yield return node;
        }

        if (document.TryGetProperty("definitions", out var definitions))
        {
            foreach (var node in definitions.GetProperty("subgraphs").EnumerateArray().SelectMany(subgraph => subgraph.GetProperty("nodes").EnumerateArray()))
            {
                yield return node;
            }
        }
    }
}
