using System.Reflection;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>Identity of a plugin's code: the module ids of its assembly, of the libraries that it brings and refers to, and of the Sdk assemblies
/// that these refer to, the builds of the natives that the latter compute with, and the hashes of the natives in its folder. Builds are deterministic, so the same sources have the same identity.</summary>
internal sealed class ImplementationIds
{
    private readonly string _code;

    private ImplementationIds(string code, IReadOnlyList<HostNative> natives) => (_code, Natives) = (code, natives);

    /// <summary>The natives of the host that its code computes with.</summary>
    public IReadOnlyList<HostNative> Natives { get; }

    /// <summary>Reads the identity of a plugin.</summary>
    public static ImplementationIds Of(ShadowCopy copy, PluginLoadContext context, SharedAssemblies shared)
    {
        var (modules, natives) = (new SortedDictionary<string, string>(StringComparer.Ordinal), new SortedDictionary<string, HostNative>(StringComparer.Ordinal));
        var open = new Stack<AssemblyFacts>([AssemblyFacts.Read(copy.AssemblyPath)]);
        while (open.TryPop(out var assembly))
        {
            modules[assembly.Name] = assembly.ModuleId.ToString();
            foreach (var reference in assembly.References.Where(reference => !modules.ContainsKey(reference.Name!)))
            {
                if (shared.Find(reference.Name!) is { } instance)
                {
                    AddShared(instance, modules, natives, shared);
                }
                else if (!SharedAssemblies.IsFramework(reference.Name!) && context.PathOf(reference) is { } path)
                {
                    open.Push(AssemblyFacts.Read(path));
                }
            }
        }

        var text = new StringBuilder();
        foreach (var (name, id) in modules)
        {
            text.Append(name).Append(' ').Append(id).Append('\n');
        }

        foreach (var (name, id) in copy.Natives.Select(native => (native.Name, native.Id.ToString())).Concat(natives.Values.Select(native => (native.Name, native.Build))))
        {
            text.Append(name).Append(' ').Append(id).Append('\n');
        }

        return new ImplementationIds(text.ToString(), [.. natives.Values]);
    }

    /// <summary>The implementation id of a node of the plugin.</summary>
    public ContentId Of(NodeDescriptor node) => ContentId.Of(Encoding.UTF8.GetBytes($"{node.Version}\n{_code}"));

    private static void AddShared(Assembly assembly, SortedDictionary<string, string> modules, SortedDictionary<string, HostNative> natives, SharedAssemblies shared)
    {
        var assemblyName = assembly.GetName().Name!;
        if (modules.TryAdd(assemblyName, assembly.ManifestModule.ModuleVersionId.ToString()))
        {
            if (SharedAssemblies.IsSdk(assemblyName) && HostNatives.Of(assembly) is { } native)
            {
                natives[native.Name] = native;
            }

            foreach (var reference in assembly.GetReferencedAssemblies())
            {
                if (shared.Find(reference.Name!) is { } next)
                {
                    AddShared(next, modules, natives, shared);
                }
            }
        }
    }
}
