using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;

namespace MySpinBot.Runtime.Plugins;

/// <summary>Loads the contract assemblies that <c>shared</c> in the plugin list names, into one context that all plugins see.</summary>
internal static class ContractAssemblies
{
    /// <summary>Loads them; what cannot be loaded is left out and said.</summary>
    public static (SharedAssemblies Shared, ImmutableArray<string> Problems) Load(PluginManifest manifest, ShadowFolders folders)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var copies = new List<string>();
        foreach (var contract in manifest.Shared)
        {
            try
            {
                copies.Add(ShadowCopy.Make(PathOf(contract, manifest), folders).AssemblyPath);
            }
            catch (Exception fault) when (fault is PluginRefusal or IOException or UnauthorizedAccessException)
            {
                problems.Add($"The shared assembly '{contract}' of the plugin list is left out: {fault.Message}");
            }
        }

        if (copies.Count == 0)
        {
            return (SharedAssemblies.OfHost, problems.ToImmutable());
        }

        var context = new PluginLoadContext("contracts", copies, SharedAssemblies.OfHost);
        var promoted = new Dictionary<string, Assembly>(StringComparer.OrdinalIgnoreCase);
        foreach (var copy in copies)
        {
            try
            {
                var assembly = context.LoadFromAssemblyPath(copy);
                promoted[assembly.GetName().Name!] = assembly;
            }
            catch (Exception fault) when (fault is IOException or BadImageFormatException)
            {
                problems.Add($"The shared assembly '{Path.GetFileName(copy)}' of the plugin list is left out: {Faults.Sentence(fault)}");
            }
        }

        return (new SharedAssemblies(promoted.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase)), problems.ToImmutable());
    }

    // A bare name is looked for beside the plugins, in the order of the list.
    private static string PathOf(string contract, PluginManifest manifest)
    {
        if (Path.IsPathRooted(contract))
        {
            return contract;
        }

        return manifest.Plugins
            .Where(entry => entry.AssemblyPath.Length > 0)
            .Select(entry => Path.Combine(Path.GetDirectoryName(entry.AssemblyPath)!, contract + ".dll"))
            .FirstOrDefault(File.Exists)
            ?? throw new PluginRefusal($"no plugin of the list has a {contract}.dll beside it.");
    }
}
