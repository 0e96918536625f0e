using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Tests.Documents.Comfy;

public sealed class Workflows_become_the_prompts_that_ComfyUI_makes_of_them
{
    // The author chose another file after the prompt was made: the workflow says one, the prompt the other. The index does not look into group nodes.
    private static readonly string[] ChangedAfterwards = ["value 142:8 UNETLoader unet_name"];

    [Theory]
    [MemberData(nameof(Pairs.Names), MemberType = typeof(Pairs))]
    public void But_for_what_is_known_to_differ_each_is_the_same(string name)
    {
        var pairs = Pairs.Read();
        var pair = pairs[name];

        var read = pairs.Convert(pair.Workflow);

        read.Problems.Select(problem => problem.Sentence).ShouldBeEmpty();
        read.IsWorkflow.ShouldBeTrue();
        pairs.Export(read.Document!).DifferencesTo(Prompt.Of(pair.Expected), pair.IsKnown).Select(Place).Order(StringComparer.Ordinal).ShouldBe(Known(pair).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pairs.Names), MemberType = typeof(Pairs))]
    public void Written_in_our_form_and_read_again_each_is_still_the_same(string name)
    {
        var pairs = Pairs.Read();
        var converted = pairs.Convert(pairs[name].Workflow).Document!;

        var written = GraphWriter.Write(converted);
        var read = GraphReader.Read(written, ReadLimits.Default);

        read.Problems.Select(problem => problem.Sentence).ShouldBeEmpty();
        pairs.Export(read.Document!).DifferencesTo(pairs.Export(converted), _ => true).ShouldBeEmpty();
        GraphWriter.Write(read.Document!).ShouldBe(written);
    }

    [Fact]
    public void Set_back_to_what_was_sent_a_workflow_with_a_subgraph_is_the_same_to_the_last_value()
    {
        var pairs = Pairs.Read();
        var folder = Path.Combine(pairs.Folder, "derived", "subgraph-qwen-instantx-reconciled");

        var read = pairs.Convert(File.ReadAllBytes(Path.Combine(folder, "workflow.json")));

        var made = pairs.Export(read.Document!);
        made.DifferencesTo(Prompt.Of(File.ReadAllBytes(Path.Combine(folder, "prompt.json"))), _ => true).ShouldBeEmpty();
        made.Types.Keys.Count(id => id.Contains(':', StringComparison.Ordinal)).ShouldBe(12);
    }

    [Fact]
    public void All_that_have_both_were_looked_at() => Pairs.Read().All.GroupBy(pair => pair.Match).ToDictionary(match => match.Key, match => match.Count()).ShouldBe(
        new Dictionary<string, int> { ["exact"] = 41, ["exact-but-ui-only-inputs"] = 15, ["group-node"] = 3, ["values-differ"] = 1, ["structure-differs"] = 3 }, ignoreOrder: true);

    // In what the index lists of a group node only what fields of the old front end sent counts: its reference does not put the nodes in. Ours does.
    private static IEnumerable<string> Known(Pairs.Pair pair) => pair.Match == "group-node"
        ? pair.Differences.Where(difference => difference[0] == "input-only-in-prompt").Select(difference => Place(string.Join(' ', difference)))
            .Concat(pair.Name == "group-node-kontext" ? ChangedAfterwards : [])
        : pair.Differences.Select(difference => Place(string.Join(' ', difference.Take(4))));

    // Kind, node, type and input; what the values are is in the documents.
    private static string Place(string difference)
    {
        var parts = difference.Split(' ');
        return string.Join(' ', parts.Take(parts[0].StartsWith("node", StringComparison.Ordinal) ? 3 : 4));
    }
}
