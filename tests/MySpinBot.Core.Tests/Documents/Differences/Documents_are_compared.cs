using System.Text;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Differences;

namespace MySpinBot.Core.Tests.Documents.Differences;

public sealed class Documents_are_compared
{
    private const string Base = """
        {"nodes": {
          "load": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd.safetensors"}},
          "words": {"class_type": "CLIPTextEncode", "title": "Positive", "inputs": {"clip": ["load", 1], "text": "a cat"}},
          "sampler": {"class_type": "KSampler", "inputs": {"model": ["load", 0], "positive": ["words", 0], "seed": 5, "steps": 20}},
          "save": {"class_type": "SaveImage", "inputs": {"images": ["sampler", 0]}}},
         "inputs": {"topic": {"type": "STRING", "default": "whales"}},
         "targets": ["save"],
         "layout": {"load": {"x": 0, "y": 0}, "sampler": {"x": 5, "y": 5}}}
        """;

    [Fact]
    public void A_document_is_the_same_as_itself() => Told(Base, Base).ShouldBeEmpty();

    [Fact]
    public void Values_modes_titles_and_links_are_told_by_node_and_input()
        => Told(Base, Base.Replace("\"seed\": 5", "\"seed\": 6").Replace("\"steps\": 20", "\"cfg\": 7.5").Replace("[\"words\", 0]", "[\"load\", 2]").Replace("\"title\": \"Positive\"", "\"mode\": \"muted\""))
            .ShouldBe("""
                Changed nodes/words/mode: words (CLIPTextEncode): mode "normal" → "muted"
                Removed nodes/words/title: words (CLIPTextEncode): title "Positive" is gone
                Changed nodes/sampler/inputs/positive: sampler (KSampler): positive words[0] → load[2]
                Changed nodes/sampler/inputs/seed: sampler (KSampler): seed 5 → 6
                Added nodes/sampler/inputs/cfg: sampler (KSampler): cfg 7.5, where there was nothing
                Removed nodes/sampler/inputs/steps: sampler (KSampler): steps 20 is gone
                """);

    [Fact]
    public void Order_of_nodes_and_fields_and_the_ways_to_write_a_link_or_a_number_do_not_count()
        => Told(
            """{"a": {"class_type": "T", "inputs": {"x": ["b", 0], "y": 1, "z": {"p": 1, "q": [2]}}}, "b": {"class_type": "U", "inputs": {}}}""",
            """{"nodes": {"b": {"class_type": "U"}, "a": {"inputs": {"z": {"q": [2.0], "p": 1e0}, "y": 1.0, "x": {"from": "b"}}, "class_type": "T"}}}""").ShouldBeEmpty();

    [Fact]
    public void Nodes_that_come_and_go_are_told_whole()
    {
        var changes = Between(Base, Base.Replace("\"save\": {\"class_type\": \"SaveImage\"", "\"look\": {\"class_type\": \"PreviewImage\"").Replace("[\"save\"]", "[\"look\"]")).Changes;

        changes.Select(change => change.Sentence).ShouldBe(["look (PreviewImage) is new", "save (SaveImage) is gone", "target 'look' is new", "target 'save' is gone"]);
        changes[0].After!.Value.GetProperty("inputs").GetProperty("images").GetProperty("from").GetString().ShouldBe("sampler");
        changes[1].Before!.Value.GetProperty("class_type").GetString().ShouldBe("SaveImage");
    }

    [Fact]
    public void A_renamed_node_is_told_once_and_what_is_linked_to_it_is_as_it_was()
        => Told(Base, Base.Replace("\"sampler\"", "\"3\"").Replace("\"load\"", "\"4\"")).ShouldBe("""
            Renamed nodes/4: 4 (CheckpointLoaderSimple) was called 'load'
            Renamed nodes/3: 3 (KSampler) was called 'sampler'
            """);

    [Fact]
    public void A_node_that_was_renamed_and_changed_is_the_same_node()
        => Told(Base, Base.Replace("\"sampler\"", "\"3\"").Replace("\"seed\": 5", "\"seed\": 6")).ShouldBe("""
            Renamed nodes/3: 3 (KSampler) was called 'sampler'
            Changed nodes/3/inputs/seed: 3 (KSampler): seed 5 → 6
            """);

    [Fact]
    public void Nodes_that_look_the_same_are_told_apart_by_their_neighbours()
    {
        // Two encoders with the same text; which is which shows only below them.
        const string Before = """
            {"1": {"class_type": "Encode", "inputs": {"text": "x"}}, "2": {"class_type": "Encode", "inputs": {"text": "x"}},
             "k": {"class_type": "Sample", "inputs": {"positive": ["1", 0], "negative": ["2", 0]}}}
            """;
        const string After = """
            {"20": {"class_type": "Encode", "inputs": {"text": "x"}}, "10": {"class_type": "Encode", "inputs": {"text": "x"}},
             "k": {"class_type": "Sample", "inputs": {"positive": ["10", 0], "negative": ["20", 0]}}}
            """;

        Told(Before, After).ShouldBe("""
            Renamed nodes/20: 20 (Encode) was called '2'
            Renamed nodes/10: 10 (Encode) was called '1'
            """);
    }

    [Fact]
    public void Another_type_under_the_same_id_is_a_change()
        => Told(Base, Base.Replace("\"KSampler\"", "\"KSamplerAdvanced\"")).ShouldBe("""Changed nodes/sampler/class_type: sampler (KSamplerAdvanced): class_type "KSampler" → "KSamplerAdvanced" """.TrimEnd());

    [Fact]
    public void Where_things_stand_is_told_apart()
    {
        var moved = Between(Base, Base.Replace("\"x\": 5", "\"x\": 9"));

        moved.Changes.ShouldHaveSingleItem().Sentence.ShouldBe("sampler (KSampler) stands elsewhere");
        moved.IsOnlyLooks.ShouldBeTrue();
        Between(Base, Base.Replace("\"seed\": 5", "\"seed\": 6")).IsOnlyLooks.ShouldBeFalse();
    }

    [Fact]
    public void Named_inputs_are_compared_by_their_fields()
        => Told(Base, Base.Replace("\"whales\"", "\"owls\"").Replace("\"targets\"", "\"about\": {\"by\": \"me\"}, \"targets\"")).ShouldBe("""
            Changed inputs/topic/default: input 'topic': default "whales" → "owls"
            Added about: the graph: about {"by": "me"}, where there was nothing
            """);

    [Fact]
    public void Of_long_texts_the_place_where_they_part_is_shown()
    {
        var before = new string('m', 300) + " and the cat sleeps";
        var sentence = Between(Text(before), Text(before.Replace("cat", "dog"))).Changes.Single().Sentence;

        sentence.ShouldContain("the cat sleeps\" → \"…");
        sentence.ShouldContain("the dog sleeps");
        sentence.Length.ShouldBeLessThan(200);
    }

    [Fact]
    public void Subgraphs_are_compared_inside_and_may_be_renamed()
    {
        const string Before = """
            {"nodes": {"u": {"class_type": "subgraph:shout", "inputs": {"text": "x"}}},
             "subgraphs": {"shout": {"nodes": {"up": {"class_type": "Case", "inputs": {"s": {"input": "text"}, "mode": "UP"}}}, "inputs": {"text": {}}, "outputs": {"loud": {"from": "up"}}}}}
            """;

        Told(Before, Before.Replace("shout", "yell")).ShouldBe("Renamed subgraphs/yell: subgraph 'shout' is now called 'yell'");
        Told(Before, Before.Replace("\"UP\"", "\"DOWN\"").Replace("{\"from\": \"up\"}", "{\"from\": \"up\", \"slot\": 1}")).ShouldBe("""
            Changed subgraphs/shout/nodes/up/inputs/mode: subgraph 'shout': up (Case): mode "UP" → "DOWN"
            Changed subgraphs/shout/outputs/loud: subgraph 'shout', output: loud up[0] → up[1]
            """);
        Told(Before, """{"nodes": {"u": {"class_type": "Case", "inputs": {"text": "x"}}}}""").ShouldBe("""
            Changed nodes/u/class_type: u (Case): class_type "subgraph:shout" → "Case"
            Removed subgraphs/shout: subgraph 'shout' is gone
            """);
    }

    [Fact(Timeout = 120_000)]
    public async Task Twenty_thousand_nodes_with_other_ids_and_one_other_value_are_compared_at_once()
    {
        var (before, after) = (Chain(20_000, "a", -1), Chain(20_000, "b", 10_000));

        var changes = await Task.Run(() => GraphDiff.Between(before, after).Changes, TestContext.Current.CancellationToken);

        changes.Count(change => change.Kind == GraphChangeKind.Renamed).ShouldBe(20_000);
        changes.Where(change => change.Kind != GraphChangeKind.Renamed).Select(change => change.Sentence).ShouldBe(["b10000 (Blur): radius 10000 → -1"]);
    }

    private static GraphDocument Chain(int count, string prefix, int changed) => new()
    {
        Nodes = [.. Enumerable.Range(0, count).Select(i => new NodeEntry
        {
            Id = $"{prefix}{i}",
            ClassType = "Blur",
            Inputs =
            [
                new NodeInput("radius", new ConstantValue(JsonSerializer.SerializeToElement(i == changed ? -1 : i))),
                new NodeInput("on", new ConstantValue(JsonSerializer.SerializeToElement(true))),
                .. i == 0 ? Array.Empty<NodeInput>() : [new NodeInput("image", new LinkValue($"{prefix}{i - 1}", null, 0))],
            ],
        })],
    };

    private static string Text(string text) => $$$"""{"a": {"class_type": "T", "inputs": {"text": "{{{text}}}"} } }""";

    private static string Told(string before, string after)
        => string.Join('\n', Between(before, after).Changes.Select(change => $"{change.Kind} {string.Join('/', change.Path)}: {change.Sentence}"));

    private static GraphDiff Between(string before, string after) => GraphDiff.Between(Read(before), Read(after));

    private static GraphDocument Read(string json)
    {
        var read = GraphReader.Read(Encoding.UTF8.GetBytes(json), ReadLimits.Default);
        read.Problems.ShouldBeEmpty();
        return read.Document!;
    }
}
