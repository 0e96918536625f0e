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
            Inputs = [new InputDescriptor { Name = "text", Type = SocketTypes.Text }, new InputDescriptor { Name = "speed", Type = SocketTypes.Float }],
        },
        "tests",
        default)]);

    private static readonly GraphDocument Graph = new()
    {
        Nodes = [new NodeEntry { Id = "a.b", ClassType = "Speak", Inputs = [new NodeInput("speed", new ConstantValue(JsonElement.Parse("1")))] }],
        Inputs = [new GraphInput("topic", SocketTypes.Text)],
    };

    [Theory]
    [InlineData("a.text=hello", "a.text", "hello")]
    [InlineData("a.b.text=x.y=z", "a.b.text", "x.y=z")]
    [InlineData("a.text=", "a.text", "")]
    public void The_value_is_everything_behind_the_first_equals_sign(string written, string path, string value)
        => Assignment.OfSetting(written).ShouldBe(new Assignment(path, value));

    [Theory]
    [InlineData("text=hello")]
    [InlineData("a.text")]
    [InlineData(".text=1")]
    [InlineData("a.=1")]
    [InlineData("=1")]
    [InlineData("")]
    public void What_is_no_assignment_is_refused(string written) => Assignment.OfSetting(written).ShouldBeNull();

    [Fact]
    public void All_changes_are_made()
    {
        var (document, problems) = Apply(["a.b.text=42", "a.b.speed=2"], ["topic=2 whales"], ["a.b"]);

        problems.ShouldBeEmpty();
        document.Nodes[0].Inputs.Select(input => $"{input.Name} {((ConstantValue)input.Value).Json.GetRawText()}").ShouldBe(["speed 2", "text \"42\""]);
        document.Inputs.ShouldHaveSingleItem().Default!.Value.GetString().ShouldBe("2 whales");
        document.Targets.ShouldBe(["a.b"]);
    }

    [Fact]
    public void All_wrong_changes_are_told_at_once()
        => Apply(["x.text=1", "a.b.txt=1"], ["topics=1"], ["y"]).Problems.Select(problem => problem.Code)
            .ShouldBe([ProblemCodes.UnknownNode, ProblemCodes.UnknownInput, ProblemCodes.UnknownInput, ProblemCodes.UnknownNode]);

    private static EditResult Apply(string[] settings, string[] inputs, string[] targets)
        => new GraphChanges([.. settings.Select(text => Assignment.OfSetting(text)!)], [.. inputs.Select(text => Assignment.OfInput(text)!)], [.. targets]).Apply(Graph, Catalog);
}
