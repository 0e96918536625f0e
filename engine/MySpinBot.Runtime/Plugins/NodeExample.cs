using System.Collections.Immutable;
using System.Text.Json;

namespace MySpinBot.Runtime.Plugins;

/// <summary>An example that a plugin ships in its folder <c>Help</c>: a graph, and the picture of what it makes.</summary>
/// <param name="GraphPath">The graph, <c>NAME.json</c>.</param>
/// <param name="PicturePath">The picture, <c>NAME.jpg</c>; null where there is none.</param>
/// <param name="ClassTypes">Types of the nodes in the graph.</param>
public sealed record NodeExample(string GraphPath, string? PicturePath, ImmutableArray<string> ClassTypes)
{
    /// <summary>Name of the folder beside the plugin's assembly.</summary>
    public const string Folder = "Help";

    private const long MostBytes = 1 << 20;

    /// <summary>The example that shows a node best: the one that bears its name, or else the one with the fewest nodes among those that use it.</summary>
    /// <param name="plugin">The node's plugin.</param>
    /// <param name="classType">The node's type.</param>
    public static NodeExample? Of(PluginStatus plugin, string classType)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return Best(In(Path.GetDirectoryName(plugin.AssemblyPath)!), classType);
    }

    /// <summary>The one of several that shows a node best; null where none uses it.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="classType">The node's type.</param>
    public static NodeExample? Best(IEnumerable<NodeExample> examples, string classType)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(classType);
        return examples.Where(example => example.ClassTypes.Contains(classType))
            .OrderByDescending(example => string.Equals(example.Name, classType.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal))
            .ThenBy(example => example.ClassTypes.Length)
            .ThenBy(example => example.Name, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>All examples of a plugin, by name. Files that are no graphs are left out.</summary>
    /// <param name="pluginFolder">The folder that the plugin's assembly lies in.</param>
    public static IEnumerable<NodeExample> In(string pluginFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(pluginFolder);
        var folder = new DirectoryInfo(Path.Join(pluginFolder, Folder));
        return !folder.Exists ? [] : folder.EnumerateFiles("*.json").Where(file => file.Length <= MostBytes).OrderBy(file => file.Name, StringComparer.Ordinal).Select(Read).OfType<NodeExample>();
    }

    /// <summary>Its name: that of its files.</summary>
    public string Name => Path.GetFileNameWithoutExtension(GraphPath);

    private static NodeExample? Read(FileInfo file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            var root = document.RootElement;
            var nodes = root.TryGetProperty("nodes", out var inner) ? inner : root;
            var types = nodes.EnumerateObject().Select(node => node.Value.TryGetProperty("class_type", out var type) ? type.GetString() : null).OfType<string>();
            var picture = Path.ChangeExtension(file.FullName, ".jpg");
            return new NodeExample(file.FullName, File.Exists(picture) ? picture : null, [.. types]);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
