using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.Loader;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>The assemblies of which the host and all plugins have one and the same instance: the framework, the closure of <c>sdk/</c>
/// (listed in <c>sdk-closure.txt</c>), and the contract assemblies that <c>plugins.json</c> promotes.</summary>
internal sealed class SharedAssemblies(IReadOnlyDictionary<string, Assembly> promoted)
{
    private static readonly AssemblyLoadContext Host = AssemblyLoadContext.GetLoadContext(typeof(INodePack).Assembly)!;
    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Names of the assemblies of <c>sdk/</c>.</summary>
    public static FrozenSet<string> SdkNames { get; } = ReadClosure();

    /// <summary>The framework and the Sdk only.</summary>
    public static SharedAssemblies OfHost { get; } = new(FrozenDictionary<string, Assembly>.Empty);

    /// <summary>Whether it belongs to the closure of <c>sdk/</c>.</summary>
    public static bool IsSdk(string name) => SdkNames.Contains(name);

    /// <summary>Whether the .NET runtime brings it.</summary>
    public static bool IsFramework(string name) => File.Exists(Path.Combine(FrameworkFolder, name + ".dll"));

    /// <summary>Whether a contract assembly of this name is promoted.</summary>
    public bool IsPromoted(string name) => promoted.ContainsKey(name);

    /// <summary>Whether all plugins get the same instance of it.</summary>
    public bool IsShared(string name) => IsSdk(name) || IsPromoted(name) || IsFramework(name);

    /// <summary>The shared instance of an Sdk or contract assembly; null for any other.</summary>
    public Assembly? Find(string name)
        => IsSdk(name) ? SdkAssembly(name) : promoted.GetValueOrDefault(name);

    /// <summary>The host's instance of an Sdk assembly.</summary>
    public static Assembly SdkAssembly(string name) => Host.LoadFromAssemblyName(new AssemblyName(name));

    private static FrozenSet<string> ReadClosure()
    {
        using var text = new StreamReader(typeof(SharedAssemblies).Assembly.GetManifestResourceStream("sdk-closure.txt")!);
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
