using System.Reflection;
using System.Runtime.Loader;

namespace MySpinBot.Runtime.Plugins;

/// <summary>Where a plugin's own assemblies live. What is shared comes from the host; everything else must be the plugin's, so that a plugin
/// never leans on a library that the host happens to have. Natives come from the plugin's folder or the system, and stay loaded.</summary>
internal sealed class PluginLoadContext(string name, IEnumerable<string> roots, SharedAssemblies shared) : AssemblyLoadContext($"plugin {name}", isCollectible: true)
{
    private readonly AssemblyDependencyResolver[] _resolvers = [.. roots.Select(root => new AssemblyDependencyResolver(root))];

    /// <summary>Path of an assembly that the plugin brings, or null.</summary>
    public string? PathOf(AssemblyName assembly)
        => _resolvers.Select(resolver => resolver.ResolveAssemblyToPath(assembly)).FirstOrDefault(path => path is not null);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var wanted = assemblyName.Name!;
        if (shared.Find(wanted) is { } found)
        {
            return found;
        }

        // Null hands the question to the host's context.
        if (SharedAssemblies.IsFramework(wanted) || !string.IsNullOrEmpty(assemblyName.CultureName))
        {
            return null;
        }

        return PathOf(assemblyName) is { } path
            ? LoadFromAssemblyPath(path)
            : throw new FileNotFoundException($"The {Name} needs the assembly {wanted} {assemblyName.Version}, which neither it nor the Sdk brings.", wanted + ".dll");
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var path = _resolvers.Select(resolver => resolver.ResolveUnmanagedDllToPath(unmanagedDllName)).FirstOrDefault(path => path is not null);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }
}
