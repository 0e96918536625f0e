using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Messages;

/// <summary>Descriptors that go over the pipe and come back.</summary>
internal static class Travelling
{
    /// <summary>The descriptor as it arrives. What is sent again is the same text.</summary>
    public static NodeDescriptor There(NodeDescriptor descriptor)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(descriptor, MessageJson.Options);
        var arrived = JsonSerializer.Deserialize<NodeDescriptor>(json, MessageJson.Options)!;
        JsonSerializer.SerializeToUtf8Bytes(arrived, MessageJson.Options).ShouldBe(json);
        return arrived;
    }

    /// <summary>Arrays are equal here when what is in them is.</summary>
    public static void ShouldBeSame(this NodeDescriptor arrived, NodeDescriptor sent)
    {
        (arrived with { Search = [], Inputs = [], Outputs = [] }).ShouldBe(sent with { Search = [], Inputs = [], Outputs = [] });
        arrived.Search.ShouldBe(sent.Search);
        arrived.Outputs.ShouldBe(sent.Outputs);
        arrived.Inputs.Select(Bare).ShouldBe(sent.Inputs.Select(Bare));
        foreach (var (input, original) in arrived.Inputs.Zip(sent.Inputs))
        {
            input.Choices.ShouldBe(original.Choices);
            input.FileExtensions.ShouldBe(original.FileExtensions);
            input.Default?.GetType().ShouldBe(original.Default?.GetType());
        }
    }

    private static InputDescriptor Bare(InputDescriptor input) => input with { Choices = [], FileExtensions = [] };
}
