using System.Collections.Immutable;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Results;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Manifests;

/// <summary>What would be different if a graph were run now, as far as that is known before it runs.</summary>
public static class ManifestDifferences
{
    /// <summary>More differences than these tell nobody more.</summary>
    public const int Most = 1_000;

    /// <summary>All differences between a recorded run and one that is planned; none where they are the same.</summary>
    /// <param name="then">The recorded run.</param>
    /// <param name="now">What is planned.</param>
    /// <param name="tools">Versions of the tools of the recorded run as they are here; one that is not here is absent.</param>
    public static ImmutableArray<GraphProblem> Of(RunManifest then, RunManifest now, IReadOnlyDictionary<string, string> tools)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(now);
        List<GraphProblem> all = [.. OfPlace(then, now, tools), .. OfTypes(then, now), .. OfNodes(then, now).Take(Most)];
        return all.Count > 0 ? [.. all.Take(Most)] : [.. OfRecipes(then, now)];
    }

    /// <summary>The differences of engine, machine and tools, which need no plan.</summary>
    public static IEnumerable<GraphProblem> OfPlace(RunManifest then, RunManifest now, IReadOnlyDictionary<string, string> tools)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(tools);
        var (engine, engineThen) = (now.Engine, then.Engine);
        if (engine.Version != engineThen.Version)
        {
            yield return Place("engine", "The engine is of version", engineThen.Version, engine.Version);
        }
        else if (engine.Build != engineThen.Build)
        {
            yield return Place("engine", $"The engine is of version {Shown.Plain(engine.Version)}, as it was, but of the build", engineThen.Build, engine.Build);
        }

        foreach (var (name, what, old, here) in new[]
        {
            ("os", "The operating system is", then.Platform.Os, now.Platform.Os),
            ("arch", "The processor is of the kind", then.Platform.Arch, now.Platform.Arch),
            ("runtime", "The version of .NET is", then.Platform.Runtime, now.Platform.Runtime),
            ("vectors", "The processor's vector instructions are", then.Platform.Vectors, now.Platform.Vectors),
        })
        {
            if (old != here)
            {
                yield return Place(name, what, old, here);
            }
        }

        foreach (var (name, version) in then.Tools ?? ImmutableDictionary<string, string>.Empty)
        {
            if (!tools.TryGetValue(name, out var here))
            {
                yield return new GraphProblem(ProblemCodes.Differs, null, name, $"{Shown.Plain(name)} is not here; the recorded run used version {Shown.Plain(version)}.") { Expected = version };
            }
            else if (!NoteList.Has(version, here))
            {
                yield return Place(name, $"{Shown.Plain(name)} is of version", version, here);
            }
        }
    }

    /// <summary>The differences of node types.</summary>
    public static IEnumerable<GraphProblem> OfTypes(RunManifest then, RunManifest now)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(now);
        foreach (var (name, type) in now.Types)
        {
            if (!then.Types.TryGetValue(name, out var old))
            {
                continue; // its nodes are told one by one
            }

            if (old.Version != type.Version)
            {
                yield return Type(name, $"is of version {type.Version}; in the recorded run it was of version {old.Version}.", $"{old.Version}", $"{type.Version}");
            }

            if (old.Implementation != type.Implementation)
            {
                yield return Type(name, $"has other code than in the recorded run: it comes from {Plugin(type)}, and came from {Plugin(old)}.", old.Implementation.ToString(), type.Implementation.ToString());
            }
        }
    }

    private static IEnumerable<GraphProblem> OfNodes(RunManifest then, RunManifest now)
    {
        var nodes = new Dictionary<string, ManifestNode>(StringComparer.Ordinal);
        foreach (var node in now.Nodes)
        {
            nodes.TryAdd(node.Id, node);
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in then.Nodes)
        {
            if (node.Within is not null || !known.Add(node.Id))
            {
                continue;
            }

            if (!nodes.TryGetValue(node.Id, out var here))
            {
                yield return Node(node, "was in the recorded run, and is not in what would run now.");
                continue;
            }

            foreach (var problem in NodeDifferences.Of(node, here))
            {
                yield return problem;
            }
        }

        foreach (var node in then.LeftOut is null ? now.Nodes : [])
        {
            if (!known.Contains(node.Id))
            {
                yield return Node(node, "would run now, and was not in the recorded run.");
            }
        }
    }

    /// <summary>Where all is the same and a recipe is not, something was looked up outside that has changed. What is below it is not told.</summary>
    private static IEnumerable<GraphProblem> OfRecipes(RunManifest then, RunManifest now)
    {
        var recipes = then.Nodes.Where(node => node.Within is null).DistinctBy(node => node.Id).ToDictionary(node => node.Id, node => node.Recipe, StringComparer.Ordinal);
        if (now.Nodes.FirstOrDefault(node => recipes.TryGetValue(node.Id, out var old) && old != node.Recipe) is { } first)
        {
            yield return Node(first, "depends on something outside of the graph (its fingerprint) that has changed since the recorded run.");
        }
    }

    private static string Plugin(ManifestType type) => $"plugin {Shown.Plain(type.Plugin)}{(type.PluginVersion is { } version ? $" {Shown.Plain(version)}" : "")}";

    private static GraphProblem Place(string name, string what, string old, string here)
        => new(ProblemCodes.Differs, null, name, $"{what} {Shown.Plain(here)}; in the recorded run it was {Shown.Plain(old)}.") { Expected = old, Got = here };

    private static GraphProblem Type(string name, string what, string old, string here)
        => new(ProblemCodes.Differs, null, name, $"Node type {Shown.Plain(name)} {what}") { Expected = old, Got = here };

    private static GraphProblem Node(ManifestNode node, string what) => new(ProblemCodes.Differs, node.Id, null, $"Node {Shown.Name(node.Id)} ({Shown.Plain(node.ClassType)}) {what}");
}
