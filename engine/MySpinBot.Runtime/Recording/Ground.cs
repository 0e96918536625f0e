using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Planning;
using MySpinBot.Imaging;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Runtime.Running;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Recording;

/// <summary>What manifests say of this engine and its machine, and what they are compared with.</summary>
internal sealed class Ground(PluginSet plugins)
{
    private const string Vips = "libvips";
    private const int BuildDigits = 16;

    private static readonly EngineIdentity Engine = new(typeof(Ground).Assembly.GetName().Version!.ToString(3), Build());
    private static readonly PlatformIdentity Platform = new(RuntimeInformation.OSDescription.Trim(), RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(), Environment.Version.ToString(), Vectors());
    private static readonly Lazy<KeyValuePair<string, string>[]> Imaging = new(FindImaging);

    private ManifestGround? _ground;

    /// <summary>What stands around a run.</summary>
    public ManifestGround Of(HandedIn handedIn)
        => (_ground ??= new ManifestGround(Engine, Platform)
        {
            PluginVersion = plugin => StatusOf(plugin)?.Version?.ToString(),
            Libraries = plugin => StatusOf(plugin) is { } status ? [.. status.UsesImaging ? Imaging.Value : [], .. status.Natives.Where(native => native.Name != Vips && native.Build.Length > 0).Select(Named)] : [],
        }) with { Graph = handedIn.Graph, Inputs = handedIn.Inputs };

    /// <summary>What of a recorded run would be different.</summary>
    public async Task<ImmutableArray<GraphProblem>> DifferencesAsync(Plan plan, RunManifest then, EngineParts parts)
        => ManifestDifferences.Of(then, PlannedManifest.Of(plan, Of(new HandedIn(null))), await ToolsAsync(then, parts));

    /// <summary>The same where there is no plan: machine, tools, and the code of those types that there are.</summary>
    public async Task<ImmutableArray<GraphProblem>> DifferencesAsync(Catalog catalog, RunManifest then, EngineParts parts)
    {
        var types = new Dictionary<string, ManifestType>(StringComparer.Ordinal);
        foreach (var name in then.Types.Keys)
        {
            if (catalog.Find(name) is { } type)
            {
                types[name] = new ManifestType(type.Descriptor.Version, type.ImplementationId, type.Plugin, StatusOf(type.Plugin)?.Version?.ToString(), default);
            }
        }

        var now = new RunManifest { Engine = Engine, Platform = Platform, Targets = [], Types = types, Nodes = [] };
        return [.. ManifestDifferences.OfPlace(then, now, await ToolsAsync(then, parts)), .. ManifestDifferences.OfTypes(then, now)];
    }

    private static async Task<Dictionary<string, string>> ToolsAsync(RunManifest then, EngineParts parts)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in then.Tools?.Keys ?? [])
        {
            if (name == Vips)
            {
                foreach (var (library, version) in Imaging.Value)
                {
                    found[library] = version;
                }
            }
            else if (HostNatives.All.FirstOrDefault(native => native.Name == name) is { Build.Length: > 0 } native)
            {
                found[name] = Named(native).Value;
            }
            else if (!IsAsked(name))
            {
                found[name] = then.Tools![name]; // the node that uses it is compared when it has run
            }
            else if (parts.Tools.Find(name) is { } path)
            {
                found[name] = await ToolVersions.OfAsync(name, path, parts.Options.Time);
            }
        }

        return found;
    }

    // A manifest may come from anybody, and whatever it calls a tool would be started: only those that our own nodes use are.
    private static bool IsAsked(string name) => name is "ffmpeg" or "ffprobe" or "espeak-ng";

    private PluginStatus? StatusOf(string name)
    {
        foreach (var status in plugins.Plugins)
        {
            if (status.Name == name)
            {
                return status;
            }
        }

        return null;
    }

    private static KeyValuePair<string, string>[] FindImaging()
    {
        try
        {
            return [KeyValuePair.Create(Vips, ImageLibrary.Version)];
        }
        catch (NodeFailure)
        {
            return []; // It is not here; nodes that need it say so.
        }
    }

    // Its version is known to the loaded library only; the build says more, and nothing has to be loaded for it.
    private static KeyValuePair<string, string> Named(HostNative native) => KeyValuePair.Create(native.Name, $"build {native.Build[..Math.Min(BuildDigits, native.Build.Length)]}");

    private static string Build()
    {
        var modules = string.Join('\n', new[] { typeof(Ground).Assembly, typeof(RunManifest).Assembly, typeof(NodeContext).Assembly }.Select(assembly => assembly.ManifestModule.ModuleVersionId));
        return ContentId.Of(Encoding.UTF8.GetBytes(modules)).ToString()[..BuildDigits];
    }

    private static string Vectors()
        => Avx512F.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : Sse42.IsSupported ? "sse4.2" : AdvSimd.IsSupported ? "neon" : "none";
}
