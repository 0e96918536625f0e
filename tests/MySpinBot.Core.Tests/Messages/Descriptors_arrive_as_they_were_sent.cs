using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Messages;

public sealed class Descriptors_arrive_as_they_were_sent
{
    [Theory]
    [InlineData("INT", 4L)]
    [InlineData("INT", long.MinValue)]
    [InlineData("INT", long.MaxValue)]
    [InlineData("FLOAT", 4.0)]
    [InlineData("FLOAT", -0.0)]
    [InlineData("FLOAT", 0.1)]
    [InlineData("FLOAT", 1e300)]
    [InlineData("FLOAT", double.Epsilon)]
    [InlineData("FLOAT", double.NaN)]
    [InlineData("FLOAT", double.NegativeInfinity)]
    [InlineData("INT,FLOAT", 4.0)]
    [InlineData("INT,FLOAT", 4L)]
    [InlineData("*", 4.0)]
    [InlineData("*", "4")]
    [InlineData("BOOLEAN", false)]
    [InlineData("STRING", "")]
    [InlineData("STRING", "line\n\"quoted\" \ud83d\ude00 \u0000")]
    [InlineData("JSON", """{"a":[1,2]}""")]
    [InlineData("COMBO", "lanczos")]
    [InlineData("IMAGE", null)]
    public void A_default_is_what_it_was(string type, object? given)
    {
        var node = Node(new InputDescriptor { Name = "x", Type = type, Default = given });

        var arrived = Travelling.There(node);

        arrived.ShouldBeSame(node);
        if (given is double number)
        {
            BitConverter.DoubleToInt64Bits((double)arrived.Inputs[0].Default!).ShouldBe(BitConverter.DoubleToInt64Bits(number));
        }
    }

    [Theory]
    [InlineData("FLOAT", "4", 4.0)]
    [InlineData("INT", "4", 4L)]
    [InlineData("INT", "18446744073709551615", 18446744073709551615.0)]
    public void A_default_that_somebody_else_wrote_is_taken_as_its_type(string type, string written, object taken)
        => JsonSerializer.Deserialize<InputDescriptor>($$"""{"default":{{written}},"name":"x","type":"{{type}}"}""", MessageJson.Options)!.Default.ShouldBe(taken);

    [Fact]
    public void Defaults_of_other_types_of_number_become_those_that_hosts_know()
    {
        var node = Node(
            new InputDescriptor { Name = "a", Type = "INT", Default = 7 },
            new InputDescriptor { Name = "b", Type = "FLOAT", Default = 0.5f },
            new InputDescriptor { Name = "c", Type = "INT", Default = ulong.MaxValue },
            new InputDescriptor { Name = "d", Type = "DATE", Default = DateTimeOffset.UnixEpoch });

        Travelling.There(node).Inputs.Select(input => input.Default).ShouldBe([7L, 0.5, -1L, null]);
    }

    [Fact]
    public void Everything_that_is_not_as_usual_is_kept()
    {
        var node = new NodeDescriptor
        {
            ClassType = "Odd node é",
            Title = "Odd",
            Version = 3,
            Description = "What it does.",
            Remarks = "More.",
            Category = "",
            Search = ["a", ""],
            Inputs =
            [
                new InputDescriptor { Name = "file", Type = "FILE", FileFolder = "", FileExtensions = [".png", ".gif"], IsRequired = false, IsAdvanced = true, IsLazy = true },
                new InputDescriptor { Name = "a", Type = "STRING", Choices = ["x", "y"], IsMultiline = true, IsSecret = true, IsColor = true, Hidden = HiddenValue.NodeId },
                new InputDescriptor { Name = "b", Type = "INT", Min = -1, Max = double.MaxValue, Step = 0.25, IsSeed = true, IsList = true, IsRawLink = true, IsSocketOnly = true, Hidden = HiddenValue.Document },
            ],
            Outputs = [new OutputDescriptor { Name = "o", Type = "*", IsList = true, Description = "Out." }],
            Repeatability = Repeatability.Volatile,
            Lane = Lane.Exclusive,
            Slots = 4,
            IsOutput = true,
            HasEffects = true,
            TakesExtraInputs = true,
            MayExpand = true,
            Deprecated = "",
            Experimental = true,
        };

        Travelling.There(node).ShouldBeSame(node);
    }

    [Fact]
    public void Arrays_are_never_missing()
    {
        var bare = Travelling.There(new NodeDescriptor { ClassType = "n", Title = "n", Search = default, Inputs = default, Outputs = default });
        var input = Travelling.There(Node(new InputDescriptor { Name = "x", Type = "INT", Choices = default, FileExtensions = default })).Inputs[0];

        new[] { bare.Search.IsDefault, bare.Inputs.IsDefault, bare.Outputs.IsDefault, input.Choices.IsDefault, input.FileExtensions.IsDefault }.ShouldAllBe(missing => !missing);
    }

    [Fact]
    public void Fields_that_nobody_knows_are_passed_over_and_those_that_must_be_there_are_asked_for()
    {
        var known = """{"later":{"a":[1,{"b":2}]},"class_type":"n","title":"n","inputs":[{"name":"x","new":[[]],"type":"INT"}],"outputs":[{"name":"o","type":"INT","new":{}}]}""";
        JsonSerializer.Deserialize<NodeDescriptor>(known, MessageJson.Options)!.Inputs.Single().Name.ShouldBe("x");

        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<NodeDescriptor>("""{"title":"n"}""", MessageJson.Options));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<InputDescriptor>("""{"name":"n"}""", MessageJson.Options));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<NodeDescriptor>("""{"class_type":3,"title":"n"}""", MessageJson.Options));
    }

    private static NodeDescriptor Node(params InputDescriptor[] inputs) => new() { ClassType = "n", Title = "n", Inputs = [.. inputs] };
}
