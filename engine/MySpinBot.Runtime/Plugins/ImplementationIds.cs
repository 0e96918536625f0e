using System.Reflection;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>Identity of a plugin's code: the module ids of its assembly, of the libraries that it brings and refers to, and of the Sdk assemblies
/// that these refer to, and the hashes of the natives in its folder. Builds are deterministic, so the same sources have the same identity.</summary>
internal sealed class ImplementationIds
{
    private readonly string _code;

    private ImplementationIds(string code) => _code = code;

    /// <summary>Reads the identity of a plugin.</summary>
    public static ImplementationIds Of(ShadowCopy copy, PluginLoadContext context, SharedAssemblies shared)
    {
        var modules = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var open = new Stack<AssemblyFacts>([AssemblyFacts.Read(copy.AssemblyPath)]);
        while (open.TryPop(out var assembly))
        {
            modules[assembly.Name] = assembly.ModuleId.ToString();
            foreach (var reference in assembly.References.Where(reference => !modules.ContainsKey(reference.Name!)))
            {
                if (shared.Find(reference.Name!) is { } instance)
                {
                    AddShared(instance, modules, shared);
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

        foreach (var (name, id) in copy.Natives)
        {
            text.Append(name).Append(' ').Append(id).Append('\n');
        }

        return new ImplementationIds(text.ToString());
    }

    /// <summary>The implementation id of a node of the plugin.</summary>
    public ContentId Of(NodeDescriptor node) => ContentId.Of(Encoding.UTF8.GetBytes($"{node.Version}\n{_code}"));

    private static void AddShared(Assembly assembly, SortedDictionary<string, string> modules, SharedAssemblies shared)
    {
        if (modules.TryAdd(assembly.GetName().Name!, assembly.ManifestModule.ModuleVersionId.ToString()))
        {
            foreach (var reference in assembly.GetReferencedAssemblies())
            {
                if (shared.Find(reference.Name!) is { } next)
                {
                    AddShared(next, modules, shared);
                }
            }
        }
    }
}
