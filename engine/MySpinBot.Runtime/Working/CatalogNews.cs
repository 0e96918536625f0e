using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Runtime.Working;

/// <summary>The catalog as the server is told of it.</summary>
internal static class CatalogNews
{
    // A folder with more holds no plugin that is loaded.
    private const int MostFiles = 5_000;
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    /// <summary>What there is now.</summary>
    public static CatalogMessage Of(PluginSet plugins, string pluginsFile) => new(
        [.. plugins.Catalog.Entries.Select(entry => new CatalogNode(entry.Descriptor, entry.Plugin, entry.ImplementationId, HasChecks(plugins, entry)))],
        [.. plugins.Plugins.Select(plugin => new CatalogPlugin(plugin.Name, plugin.State.ToString().ToLowerInvariant(), plugin.Version?.ToString(), plugin.Problems))],
        [.. Sources(plugins, pluginsFile)]);

    private static bool HasChecks(PluginSet plugins, CatalogEntry entry)
        => plugins.HasChecks(entry.ClassType) || entry.Descriptor.Inputs.Any(input => input.IsSecret || input.FileFolder is not null || input.Type == Sdk.SocketTypes.File);

    /// <summary>The list itself, this program (implementation ids count the Sdk in), and what lies beside each plugin.</summary>
    private static IEnumerable<CatalogSource> Sources(PluginSet plugins, string pluginsFile)
    {
        var folders = plugins.Plugins.Where(plugin => plugin.State != PluginState.Disabled && plugin.AssemblyPath.Length > 0).Select(plugin => Path.GetDirectoryName(plugin.AssemblyPath)!);
        return folders.Where(Directory.Exists).Distinct()
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", Everything)
                .Where(path => !path.StartsWith(Path.Join(folder, NodeExample.Folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)).Take(MostFiles))
            .Concat(plugins.Plugins.Select(plugin => plugin.AssemblyPath).Where(path => path.Length > 0 && !File.Exists(path)))
            .Append(Path.GetFullPath(pluginsFile))
            .Append(typeof(CatalogNews).Assembly.Location)
            .Append(typeof(Sdk.NodeDescriptor).Assembly.Location)
            .Concat(HostNatives.All.Select(native => native.Path).OfType<string>())
            .Distinct()
            .Select(Source);
    }

    private static CatalogSource Source(string path)
    {
        var file = new FileInfo(path);
        return new CatalogSource(path, file.Exists ? file.Length : -1, file.LastWriteTimeUtc.Ticks);
    }
}
