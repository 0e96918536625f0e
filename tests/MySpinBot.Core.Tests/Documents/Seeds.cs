using MySpinBot.Core.Documents;
using MySpinBot.Core.Tests.Validation;

namespace MySpinBot.Core.Tests.Documents;

public sealed class Seeds
{
    [Theory]
    [InlineData("7", SeedStep.Fixed, "7")]
    [InlineData("7", SeedStep.Increment, "8")]
    [InlineData("7", SeedStep.Decrement, "6")]
    [InlineData("0", SeedStep.Decrement, "0")]
    [InlineData("18446744073709551615", SeedStep.Increment, "18446744073709551615")]
    [InlineData("18446744073709551615", SeedStep.Decrement, "18446744073709551614")]
    public void A_seed_is_stepped_within_its_limits(string seed, SeedStep step, string expected) => Stepped(seed, step, 1).ShouldBe(expected);

    [Fact]
    public void A_random_seed_comes_from_the_given_source()
    {
        Stepped("7", SeedStep.Randomize, 1).ShouldBe(Stepped("8", SeedStep.Randomize, 1));
        Stepped("7", SeedStep.Randomize, 1).ShouldNotBe(Stepped("7", SeedStep.Randomize, 2));
    }

    [Fact]
    public void A_node_says_how_its_seed_is_stepped()
    {
        var document = Reading.Read("""{"a": {"class_type": "Random", "control_after_generate": "increment"}, "b": {"class_type": "Random"}}""");

        document.Nodes.Select(SeedStepping.Declared).ShouldBe([SeedStep.Increment, SeedStep.Fixed]);
    }

    [Fact]
    public void A_linked_seed_stays_linked()
    {
        var document = Reading.Read("""{"a": {"class_type": "Random", "inputs": {"seed": ["b", 0]}}}""");

        SeedStepping.Step(document, Toys.Catalog, (_, _) => SeedStep.Increment, new Random(1)).Nodes[0].Inputs[0].ShouldBe(document.Nodes[0].Inputs[0]);
    }

    private static string Stepped(string seed, SeedStep step, int source)
    {
        var document = Reading.Read($$"""{"a": {"class_type": "Random", "inputs": {"seed": {{seed}} } } }""");
        var stepped = SeedStepping.Step(document, Toys.Catalog, (_, _) => step, new Random(source));
        return ((ConstantValue)stepped.Nodes[0].Inputs[0].Value).Json.GetRawText();
    }
}
