using MySpinBot.Core.Catalogs;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Scheduling;

/// <summary>Node types with one habit each, over integers. What they do is in <see cref="ToyRunner"/> and, told independently, in <see cref="Reference"/>.</summary>
internal static class ToyNodes
{
    public static readonly CatalogEntry Number = Entry("Number", [Setting("value")]);
    public static readonly CatalogEntry Add = Entry("Add", [Input("a"), Input("b")]);
    public static readonly CatalogEntry Range = Entry("Range", [Input("from"), Setting("count")], listOutput: true);
    public static readonly CatalogEntry Sum = Entry("Sum", [Input("values") with { IsList = true }]);
    public static readonly CatalogEntry Pick = Entry("Pick", [Input("which"), Input("even") with { IsLazy = true }, Input("odd") with { IsLazy = true }]);
    public static readonly CatalogEntry Loop = Entry("Loop", [Input("x"), Setting("times")]).With(d => d with { MayExpand = true });
    public static readonly CatalogEntry Fickle = Entry("Fickle", [Input("x")]).With(d => d with { Repeatability = Repeatability.Volatile });
    public static readonly CatalogEntry FailsOn7 = Entry("FailsOn7", [Input("x")]);
    public static readonly CatalogEntry BlocksOn5 = Entry("BlocksOn5", [Input("x")]);
    public static readonly CatalogEntry Open = Entry("Open", [Input("file") with { Type = SocketTypes.File }]);
    public static readonly CatalogEntry Save = Entry("Save", [Input("x")], outputs: 0).With(d => d with { IsOutput = true });

    public static readonly CatalogEntry[] Inner = [Add, Range, Sum, Pick, Loop, Fickle, FailsOn7, BlocksOn5];

    private static InputDescriptor Input(string name) => new() { Name = name, Type = SocketTypes.Int };

    private static InputDescriptor Setting(string name) => new() { Name = name, Type = SocketTypes.Int, Default = 1L };

    private static CatalogEntry Entry(string type, InputDescriptor[] inputs, bool listOutput = false, int outputs = 1)
        => new(
            new NodeDescriptor
            {
                ClassType = type,
                Title = type,
                Inputs = [.. inputs],
                Outputs = outputs == 0 ? [] : [new OutputDescriptor { Name = "INT", Type = SocketTypes.Int, IsList = listOutput }],
            },
            "toys",
            default);

    private static CatalogEntry With(this CatalogEntry entry, Func<NodeDescriptor, NodeDescriptor> change) => new(change(entry.Descriptor), entry.Plugin, entry.ImplementationId);
}
