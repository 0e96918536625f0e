using System.Collections.Immutable;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Tests.Catalogs;

/// <summary>Catalogs to know.</summary>
internal static class SomeCatalogs
{
    public static CatalogMessage Of(params string[] classTypes) => new([.. classTypes.Select(Node)], [new CatalogPlugin("Some", "loaded", "1.0", [])], []);

    public static CatalogNode Node(string classType) => new(new NodeDescriptor { ClassType = classType, Title = classType }, "Some", ContentId.Of("some"u8), HasChecks: false);

    /// <summary>As many nodes as a machine with all plugins has, each as large as ours are.</summary>
    public static CatalogMessage Large(int plugins, int nodes)
        => new(
            [.. Enumerable.Range(0, plugins).SelectMany(plugin => Enumerable.Range(0, nodes).Select(node => Rich($"Node{plugin}x{node}", $"Plugin{plugin}")))],
            [.. Enumerable.Range(0, plugins).Select(plugin => new CatalogPlugin($"Plugin{plugin}", "loaded", "1.0.0", []))],
            []);

    private static CatalogNode Rich(string classType, string plugin)
    {
        ImmutableArray<InputDescriptor> inputs =
        [
            new() { Name = "image", Type = SocketTypes.Image, Description = "Image that is to be changed: a batch of any size." },
            new() { Name = "mask", Type = SocketTypes.Mask, Description = "Where it is changed; everywhere if nothing is linked.", IsRequired = false },
            new() { Name = "radius", Type = SocketTypes.Float, Description = "Standard deviation of the Gaussian, in pixels.", Default = 4.0, Min = 0, Max = 64, Step = 0.1, IsRequired = false },
            new() { Name = "steps", Type = SocketTypes.Int, Description = "How often it is done.", Default = 20L, Min = 1, Max = 1000, IsRequired = false },
            new() { Name = "method", Type = SocketTypes.Choice, Description = "How pixels between pixels are made.", Default = "bicubic", Choices = ["nearest-exact", "bilinear", "area", "bicubic", "lanczos"], IsRequired = false },
            new() { Name = "invert", Type = SocketTypes.Boolean, Description = "Whether the mask is turned round first.", Default = false, IsRequired = false },
        ];
        return new CatalogNode(
            new NodeDescriptor
            {
                ClassType = classType,
                Title = $"A node called {classType}",
                Description = "Softens an image where the mask is white, as a lens does that is not quite in focus.",
                Remarks = "The edges are mirrored, so that they do not become darker. Large radii take no longer than small ones.",
                Category = "image/filter",
                Search = ["soft", "gaussian", "smooth"],
                Inputs = inputs,
                Outputs = [new() { Name = "image", Type = SocketTypes.Image, Description = "The softened image." }],
            },
            plugin,
            ContentId.Of("some"u8),
            HasChecks: false);
    }
}
