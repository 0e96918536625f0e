using System.Reflection;

namespace MySpinBot.Sdk.Tests.Fakes;

/// <summary>Calls the nodes of this assembly as a host does: through its pack.</summary>
internal static class Calls
{
    public static INodePack Pack { get; } = MakePack();

    public static NodeRegistration Node(string classType) => Pack.Nodes.Single(node => node.Descriptor.ClassType == classType);

    /// <summary>A call with inputs by name; the others have no value.</summary>
    public static NodeCall To(string classType, params (string Name, object? Value)[] inputs) => Of(classType, new QuietContext(), null, inputs);

    public static NodeCall Of(string classType, NodeContext context, ExtraInputs? extra, params (string Name, object? Value)[] inputs)
    {
        var declared = Node(classType).Descriptor.Inputs;
        var values = Enumerable.Repeat(NodeCall.Missing, declared.Length).ToArray();
        foreach (var (name, value) in inputs)
        {
            values[declared.Select((input, index) => (input, index)).Single(found => found.input.Name == name).index] = value!;
        }

        return new NodeCall(values, context, new PackServices(Pack), extra);
    }

    public static async Task<object?[]> Run(string classType, params (string Name, object? Value)[] inputs)
        => (await Node(classType).Invoke(To(classType, inputs))).Outputs.ShouldNotBeNull();

    private static INodePack MakePack()
    {
        var attribute = typeof(Calls).Assembly.GetCustomAttribute<NodePackAttribute>().ShouldNotBeNull();
        return (INodePack)Activator.CreateInstance(attribute.PackType)!;
    }
}
