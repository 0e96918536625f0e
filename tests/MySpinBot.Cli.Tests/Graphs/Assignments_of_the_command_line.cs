using System.Text.Json;
using MySpinBot.Cli.Graphs;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Tests.Graphs;

public sealed class Assignments_of_the_command_line
{
    private static readonly Catalog Catalog = new([new CatalogEntry(
        new NodeDescriptor
        {
            ClassType = "Speak",
            Title = "Speak",
            Inputs =
            [
                new InputDescriptor { Name = "text", Type = SocketTypes.Text },
                new InputDescriptor { Name = "speed", Type = SocketTypes.Float },
                new InputDescriptor { Name = "key", Type = SocketTypes.Text, IsSecret = true },
            ],
        },
        "tests",
        default)]);

    private static readonly GraphDocument Graph = new()
    {
        Nodes = [new NodeEntry { Id = "a.b", ClassType = "Speak", Inputs = [new NodeInput("speed", new ConstantValue(JsonElement.Parse("1")))] }],
        Inputs = [new GraphInput("topic", SocketTypes.Text)],
    };

    [Theory]
    [InlineData("a.text=hello", "a", "text", "hello")]
    [InlineData("a.b.text=x.y=z", "a.b", "text", "x.y=z")]
    [InlineData("a.text=", "a", "text", "")]
    public void The_value_is_everything_behind_the_first_equals_sign(string written, string node, string input, string value)
        => Assignment.OfSetting(written).ShouldBe(new Assignment(node, input, value));

    [Theory]
    [InlineData("text=hello")]
    [InlineData("a.text")]
    [InlineData(".text=1")]
    [InlineData("a.=1")]
    [InlineData("")]
    public void What_is_no_assignment_is_refused(string written) => Assignment.OfSetting(written).ShouldBeNull();

    [Fact]
    public void A_text_input_takes_the_value_as_it_stands_even_if_it_looks_like_a_number() => ValueOf("a.b.text=42").ShouldBe("\"42\"");

    [Fact]
    public void A_number_input_takes_a_number() => ValueOf("a.b.speed=-1.5e3").ShouldBe("-1.5e3");

    [Fact]
    public void What_is_no_number_stays_a_text_for_validation_to_refuse() => ValueOf("a.b.speed=fast").ShouldBe("\"fast\"");

    [Fact]
    public void A_secret_is_named_not_given()
    {
        var (document, problems) = Apply("a.b.key=openai");

        problems.ShouldBeEmpty();
        document.Nodes[0].Inputs.ShouldContain(new NodeInput("key", new SecretValue("openai")));
    }

    [Theory]
    [InlineData("b.text=1", "--set names node 'b', but the graph has no node of this id. Its nodes are a.b.")]
    [InlineData("a.b.txt=1", "--set names input 'txt' of node 'a.b', but Speak has no such input. Its inputs are text, speed, key.")]
    public void A_wrong_name_is_answered_with_the_right_ones(string written, string sentence)
        => Apply(written).Problems.ShouldHaveSingleItem().Sentence.ShouldBe(sentence);

    [Fact]
    public void A_named_input_of_the_graph_gets_its_value()
    {
        var changes = GraphChanges.None with { Inputs = [Assignment.OfInput("topic=2 whales")!] };

        changes.Apply(Graph, Catalog).Document.Inputs.ShouldHaveSingleItem().Default!.Value.GetString().ShouldBe("2 whales");
    }

    [Fact]
    public void A_target_that_is_not_there_is_a_problem()
        => (GraphChanges.None with { Targets = ["x"] }).Apply(Graph, Catalog).Problems.ShouldHaveSingleItem().Sentence.ShouldStartWith("--target names 'x'");

    private static (GraphDocument Document, IReadOnlyList<GraphProblem> Problems) Apply(string written)
    {
        var (document, problems) = (GraphChanges.None with { Settings = [Assignment.OfSetting(written)!] }).Apply(Graph, Catalog);
        return (document, problems);
    }

    private static string ValueOf(string written)
    {
        var name = Assignment.OfSetting(written)!.Name;
        return ((ConstantValue)Apply(written).Document.Nodes[0].Inputs.Single(input => input.Name == name).Value).Json.GetRawText();
    }
}
