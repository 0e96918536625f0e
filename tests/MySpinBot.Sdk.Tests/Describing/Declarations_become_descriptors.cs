using MySpinBot.Sdk.Tests.Fakes;
using MySpinBot.Sdk.Tests.Surface;

namespace MySpinBot.Sdk.Tests.Describing;

public sealed class Declarations_become_descriptors
{
    [Fact]
    public void Every_shape_of_node_reads_as_declared()
        => DescriptorText.Of(Calls.Pack).ShouldBeApproved("tests/MySpinBot.Sdk.Tests/Describing/Descriptors.txt");

    [Fact]
    public void The_pack_says_which_Sdk_it_was_built_against()
        => Calls.Pack.SdkVersion.ShouldBe(typeof(NodeAttribute).Assembly.GetName().Version);

    [Fact]
    public void Each_element_of_a_tuple_has_its_own_text()
        => Calls.Node("TupleOut").Descriptor.Outputs.Select(output => output.Description).ShouldBe(["Its half: rounded down; that is all", "The same, as a float", "", "Always n."]);

    [Fact]
    public void Defaults_are_what_the_host_carries()
        => Calls.Node("AllDefaults").Descriptor.Inputs.Select(input => input.Default).ShouldBe(
            ["say \"hello\"\n", -3L, long.MinValue, -1L, -0.5, 0.25, 0.1, true, "nearest-exact", null, 7L]);
}
