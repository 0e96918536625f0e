using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Plugins;

/// <summary>Compiles real plugins into a temporary folder, writes the plugin list and loads it.</summary>
internal sealed class PluginWorkshop : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("plugins-").FullName;

    public CollectingLog Log { get; } = new();

    public string ListPath => Path.Combine(Folder, "plugins.json");

    /// <summary>Compiles an assembly into a folder of its own name.</summary>
    public string Compile(string name, string code, string[]? references = null, string? folder = null, string version = "1.0.0.0")
    {
        var path = Path.Combine(Folder, folder ?? name, name + ".dll");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var own = (references ?? []).ToDictionary(reference => Path.GetFileName(reference), reference => reference);
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText($"{Usings}[assembly: System.Reflection.AssemblyVersion(\"{version}\")]\n{code}")],
            [.. Platform.Where(known => !own.ContainsKey(Path.GetFileName(known))).Concat(own.Values).Select(each => MetadataReference.CreateFromFile(each))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Disable, deterministic: true));
        var temporary = path + ".new";
        using (var file = File.Create(temporary))
        {
            var result = compilation.Emit(file);
            result.Success.ShouldBeTrue(string.Join('\n', result.Diagnostics));
        }

        File.Move(temporary, path, overwrite: true);
        return path;
    }

    /// <summary>Compiles a plugin with these nodes: pairs of a type and an expression of what a call gives.</summary>
    public string CompilePlugin(string name, string nodes, string members = "", string services = "", string[]? references = null, string? folder = null, string sockets = "")
        => Compile(name, PackCode(nodes, members, services, sockets), references, folder);

    public static string PackCode(string nodes, string members = "", string services = "", string sockets = "") => $$"""
        [assembly: NodePack(typeof(Sample.Pack))]
        namespace Sample;
        public sealed class Pack : INodePack
        {
            public System.Version SdkVersion => new(0, 1);
            public IReadOnlyList<NodeRegistration> Nodes { get; } = [{{nodes}}];
            public IReadOnlyList<SocketRegistration> Sockets { get; } = [{{sockets}}];
            public IReadOnlyList<ServiceRegistration> Services { get; } = [{{services}}];
            static NodeRegistration Node(string type, Func<NodeCall, object> run) => new()
            {
                Descriptor = new NodeDescriptor { ClassType = type, Title = type },
                Invoke = call => ValueTask.FromResult(NodeOutcome.Of(run(call))),
            };
        }
        {{members}}
        """;

    public Task<PluginSet> LoadAsync(string list, PluginHost? host = null)
    {
        File.WriteAllText(ListPath, list);
        return PluginSet.LoadAsync(ListPath, host ?? Host, CancellationToken.None);
    }

    /// <summary>Loads plugins that lie at these paths.</summary>
    public Task<PluginSet> LoadPathsAsync(params string[] assemblies)
        => LoadAsync($$"""{ "plugins": [{{string.Join(", ", assemblies.Select(path => $$"""{ "assembly": "{{path}}" }"""))}}] }""");

    public PluginHost Host => new() { ShadowFolder = Path.Combine(Folder, "shadow"), Models = new NoModels(), Log = _ => Log };

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static IEnumerable<string> Platform => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':');

    private const string Usings = "using System; using System.Collections.Generic; using System.Threading.Tasks; using MySpinBot.Sdk;\n";

    private sealed class NoModels : IModelShelf
    {
        public IReadOnlyList<DeviceLedger> Ledgers => [];

        public ValueTask<Lease<T>> LeaseAsync<T>(ModelRecipe<T> recipe, CancellationToken cancellation)
            where T : class
            => throw new NotSupportedException();

        public ValueTask<IDisposable> ReserveAsync(MemoryNeed need, string purpose, CancellationToken cancellation) => throw new NotSupportedException();
    }
}

internal sealed class CollectingLog : INodeLog
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public void Info(string message) => Add($"info {message}");

    public void Warn(string message) => Add($"warn {message}");

    private void Add(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }
    }
}

internal static class Calling
{
    /// <summary>Runs one call of a node and gives its first output.</summary>
    public static async Task<object?> CallAsync(this PluginSet plugins, string classType)
    {
        using var node = plugins.Activate(classType) ?? throw new InvalidOperationException($"There is no {classType}.");
        var outcome = await node.Registration.Invoke(new NodeCall([], null!, node.Services));
        return outcome.Outputs![0];
    }

    public static PluginStatus Status(this PluginSet plugins, string name) => plugins.Plugins.Single(plugin => plugin.Name == name);

    public static string Problem(this PluginSet plugins, string name) => string.Join('\n', plugins.Status(name).Problems);
}
