using System.Reflection;
using MySpinBot.Core.Tests.Messages;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Conforming;

public sealed class Every_descriptor_travels
{
    [Theory]
    [InlineData("Basics")]
    [InlineData("Media")]
    [InlineData("Tts")]
    [InlineData("Esrgan")]
    [InlineData("Wav2Lip")]
    [InlineData("Diffusion")]
    [InlineData("Svd")]
    [InlineData("Llm")]
    public void What_the_server_knows_of_a_node_is_what_its_plugin_says(string plugin)
    {
        var nodes = NodeRunner.PackOf(Assembly.Load($"MySpinBot.Nodes.{plugin}")).Nodes;

        nodes.ShouldNotBeEmpty();
        foreach (var node in nodes)
        {
            Travelling.There(node.Descriptor).ShouldBeSame(node.Descriptor);
        }
    }
}
