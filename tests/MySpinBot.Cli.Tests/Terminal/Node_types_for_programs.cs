using System.Text.Json;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Catalogs;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Tests.Terminal;

public sealed class Node_types_for_programs
{
    private static readonly CatalogEntry Wait = new(
        new NodeDescriptor
        {
            ClassType = "Wait",
            Title = "Wait",
            Lane = Lane.Async,
            Repeatability = Repeatability.SameMachine,
            Inputs = [new InputDescriptor { Name = "seconds", Type = "FLOAT", Default = 1.5, Min = 0 }, new InputDescriptor { Name = "id", Type = "STRING", Hidden = HiddenValue.NodeId }],
            Outputs = [new OutputDescriptor { Name = "value", Type = "*" }],
        },
        "Basics",
        default);

    [Fact]
    public void Have_words_for_what_is_one_of_a_few()
    {
        var node = JsonElement.Parse(NodeJson.Of(Wait));

        node.GetProperty("lane").GetString().ShouldBe("async");
        node.GetProperty("repeatability").GetString().ShouldBe("same_machine");
        node.GetProperty("inputs")[1].GetProperty("hidden").GetString().ShouldBe("node_id");
        node.GetProperty("plugin").GetString().ShouldBe("Basics");
    }

    [Fact]
    public void Say_what_is_usual_too()
    {
        var node = JsonElement.Parse(NodeJson.Of([Wait]))[0];

        node.GetProperty("version").GetInt32().ShouldBe(1);
        node.GetProperty("slots").GetInt32().ShouldBe(1);
        node.GetProperty("is_output").GetBoolean().ShouldBeFalse();
        node.GetProperty("has_lazy_inputs").GetBoolean().ShouldBeFalse();
        node.GetProperty("search").GetArrayLength().ShouldBe(0);
        var seconds = node.GetProperty("inputs")[0];
        seconds.GetProperty("is_required").GetBoolean().ShouldBeTrue();
        seconds.GetProperty("default").GetDouble().ShouldBe(1.5);
        seconds.GetProperty("min").GetDouble().ShouldBe(0);
        seconds.GetProperty("choices").GetArrayLength().ShouldBe(0);
        node.GetProperty("outputs")[0].GetProperty("is_list").GetBoolean().ShouldBeFalse();
    }
}
