using System.Text;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Tests.Comfy;

/// <summary>Node types to try the face with: numbers that are added and shown.</summary>
internal static class Toys
{
    public static CatalogMessage Catalog { get; } = new(
        [
            Type("BInt", [Input("value", SocketTypes.Int, isRequired: true) with { Min = 0, Max = 100 }], SocketTypes.Int),
            Type("BAdd", [Input("a", SocketTypes.Int, true), Input("b", SocketTypes.Int, true)], SocketTypes.Int),
            Type("BText", [Input("text", SocketTypes.Text, true), Input("mood", SocketTypes.Choice, false) with { Choices = ["gay", "grave"] }], SocketTypes.Text),
            Type("BLazy", [Input("a", SocketTypes.Int, false) with { IsLazy = true }, Input("b", SocketTypes.Int, true)], SocketTypes.Int),
            Type("BOut", [Input("value", SocketTypes.Int, true)], null) with { Descriptor = Of("BOut", [Input("value", SocketTypes.Int, true)], null) with { IsOutput = true } },
        ],
        [],
        []);

    /// <summary>A chain: a number, so many additions, and an output node. Ids are 1, 2, ….</summary>
    public static string Chain(int additions, int value = 1)
    {
        var prompt = new StringBuilder($$$$"""{"1":{"class_type":"BInt","inputs":{"value":{{{{value}}}}}}""");
        for (var i = 0; i < additions; i++)
        {
            prompt.Append($$$""","{{{i + 2}}}":{"class_type":"BAdd","inputs":{"a":["{{{i + 1}}}",0],"b":1}}""");
        }

        return prompt.Append($$$$""","{{{{additions + 2}}}}":{"class_type":"BOut","inputs":{"value":["{{{{additions + 1}}}}",0]}}}""").ToString();
    }

    private static CatalogNode Type(string name, InputDescriptor[] inputs, string? output) => new(Of(name, inputs, output), "toys", ContentId.Of("toys"u8), HasChecks: false);

    private static NodeDescriptor Of(string name, InputDescriptor[] inputs, string? output)
        => new() { ClassType = name, Title = name, Inputs = [.. inputs], Outputs = output is null ? [] : [new OutputDescriptor { Name = "out", Type = output }] };

    private static InputDescriptor Input(string name, string type, bool isRequired) => new() { Name = name, Type = type, IsRequired = isRequired };
}
