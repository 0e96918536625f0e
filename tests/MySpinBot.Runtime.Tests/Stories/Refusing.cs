using System.Text;
using MySpinBot.Core.Documents;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class Graphs_that_cannot_run
{
    [Fact]
    public async Task A_cycle()
        => await ShouldSay(Story.Of("blur1 -> blur2 -> blur3 -> blur1.text", "blur3 -> preview"), "Links lead in a circle: ");

    [Fact]
    public async Task A_link_to_a_node_that_is_not_there()
    {
        await using var story = Story.Of("load -> preview");
        story.Set("preview.text", System.Text.Json.Nodes.JsonNode.Parse("""{"from": "laod"}"""));
        (await story.Problems()).ShouldBe("Input 'text' of node 'preview' (Preview) is linked to node 'laod', which does not exist. Did you mean 'load'?");
    }

    [Fact]
    public async Task A_wrong_type()
        => await ShouldSay(Story.Of("load -> add", "add -> showNumber"), "Input 'a' of node 'add' (Add) takes INT, but output 'STRING' of node 'load' (Load) gives STRING.");

    [Fact]
    public async Task A_number_out_of_its_range()
        => await ShouldSay(Story.Of("load -> blur -> preview").Set("blur.radius", 65), "Input 'radius' of node 'blur' (Blur) is 65; it must be from 0 to 64.");

    [Theory]
    [InlineData("1e999")]
    [InlineData("NaN")]
    public async Task A_number_that_is_not_finite(string number)
    {
        await using var story = Story.Of("load -> blur -> preview").Set("blur.radius", 5);
        var read = GraphReader.Read(Encoding.UTF8.GetBytes(story.Json().Replace("\"radius\": 5", $"\"radius\": {number}", StringComparison.Ordinal)), ReadLimits.Default);
        var problems = read.Problems.IsEmpty ? (await (await story.Engine()).ValidateAsync(read.Document!, default)).Problems : read.Problems;
        problems.ShouldHaveSingleItem().Sentence.ShouldMatch("radius.*(finite|must be from 0 to 64)");
    }

    [Fact]
    public async Task A_type_that_no_plugin_offers()
        => await ShouldSay(Story.Of("load -> blurr:Blurr", "blurr -> preview"), "Node 'blurr' is of type 'Blurr', which no plugin offers.");

    [Fact]
    public async Task A_file_that_is_missing()
        => await ShouldSay(Story.Of("readFile -> preview").Set("readFile.file", "nowhere.txt"), "Input 'file' of node 'readFile' (ReadFile): There is no file 'nowhere.txt'; files are looked up in ");

    [Theory]
    [InlineData("../plugins.json")]
    [InlineData("/etc/passwd")]
    public async Task A_path_that_climbs_out_of_the_folders(string path)
        => await ShouldSay(Story.Of("readFile -> preview").Set("readFile.file", path), $"'{path}' lies outside the folders that graphs may read;");

    [Fact]
    public async Task A_secret_that_nobody_knows()
        => await ShouldSay(Story.Of("signIn -> preview").Set("signIn.password", System.Text.Json.Nodes.JsonNode.Parse("""{"secret": "door"}""")), "names the secret 'door', which the host does not know.");

    [Fact]
    public async Task What_a_node_itself_does_not_take()
        => await ShouldSay(Story.Of("picky -> preview").Set("picky.text", "bad").Set("picky.least", 3), 
            "Input 'text' of node 'picky' (Picky): 'bad' is not good; write 'good'.", "Node 'picky' (Picky): The least (3) is more than the most (2).");

    [Fact]
    public async Task A_validation_that_throws_is_a_refusal()
        => await ShouldSay(Story.Of("panicky -> preview"), "The validation of 'Panicky' failed: cannot look at good");

    [Fact]
    public async Task A_version_that_is_newer_than_the_plugin()
        => await ShouldSay(Story.Of("renamed -> preview").Version("renamed", 3), "was written for version 3 of its type, but the plugin has version 2; it needs a newer plugin.");

    [Fact]
    public async Task Inputs_of_an_older_version_that_its_migration_cannot_read()
        => await ShouldSay(Story.Of("rigid -> preview").Version("rigid", 1).Set("rigid.number", "many"),
            "Node 'rigid' (Rigid) cannot be raised to version 2. The migration of 'Rigid' from version 1 failed: ");

    [Fact]
    public async Task Everything_is_said_at_once()
        => await ShouldSay(
            Story.Of("load -> blur -> preview", "moon -> preview2", "load -> add -> showNumber").Set("blur.radius", -1),
            "it must be from 0 to 64", "which no plugin offers", "takes INT");

    [Fact]
    public void Fifty_megabytes() => Sentence("{\"nodes\": {\"a\": {\"class_type\": \"" + new string('x', 50_000_000) + "\"}}}")
        .ShouldStartWith("The document has more than ");

    [Fact]
    public void Ten_thousand_deep() => Sentence("{\"nodes\": {\"a\": {\"class_type\": \"A\", \"inputs\": {\"x\": " + new string('[', 10_000) + new string(']', 10_000) + "}}}}")
        .ShouldStartWith("The document nests lists and objects more than 256 deep");

    [Fact]
    public void An_id_that_stands_twice() => Sentence("""{"nodes": {"a": {"class_type": "A"}, "a": {"class_type": "B"}}}""")
        .ShouldBe("Node id 'a' stands twice; ids must be unique.");

    private static string Sentence(string json) => GraphReader.Read(Encoding.UTF8.GetBytes(json), ReadLimits.Default).Problems.ShouldHaveSingleItem().Sentence;

    private static async Task ShouldSay(Story told, params string[] sentences)
    {
        await using var story = told;
        var problems = await story.Problems();
        foreach (var sentence in sentences)
        {
            problems.ShouldContain(sentence);
        }
    }
}
