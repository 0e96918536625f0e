using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Manifests;

/// <summary>What of one node is not as it was.</summary>
internal static class NodeDifferences
{
    /// <summary>All that differs, in sentences.</summary>
    public static IEnumerable<GraphProblem> Of(ManifestNode then, ManifestNode now)
    {
        if (then.ClassType != now.ClassType)
        {
            yield return Problem(then, null, $"is of type {Shown.Plain(now.ClassType)}; in the recorded run it was of type {Shown.Plain(then.ClassType)}.", then.ClassType, now.ClassType);
            yield break;
        }

        foreach (var input in Names(then.Seeds?.Keys, now.Seeds?.Keys))
        {
            var (old, seed) = (Seed(then, input), Seed(now, input));
            if (old != seed)
            {
                yield return Problem(then, input, $"has the seed {Said(seed)} at input {Shown.Name(input)}; in the recorded run it was {Said(old)}.", Said(old), Said(seed));
            }
        }

        foreach (var problem in Files(then, now))
        {
            yield return problem;
        }

        if (then.Settings != now.Settings)
        {
            yield return Problem(then, null, "is set otherwise, or linked to other nodes, than in the recorded run.");
        }
    }

    private static IEnumerable<GraphProblem> Files(ManifestNode then, ManifestNode now)
    {
        foreach (var input in Names(now.Files?.Select(file => file.Input), null))
        {
            var files = (Then: Of(then, input), Now: Of(now, input));
            if (files.Then.Count != files.Now.Count)
            {
                yield return Problem(then, input, $"reads {files.Now.Count} files at input {Shown.Name(input)}; in the recorded run it read {files.Then.Count}.");
                continue;
            }

            for (var i = 0; i < files.Now.Count; i++)
            {
                if (files.Then[i].Id != files.Now[i].Id)
                {
                    var what = files.Now[i].IsModel ? "The model" : "The file";
                    yield return new GraphProblem(
                        ProblemCodes.Differs,
                        then.Id,
                        input,
                        $"{what} {Shown.Name(files.Now[i].Path)} at input {Shown.Name(input)} of node {Shown.Name(then.Id)} ({Shown.Plain(then.ClassType)}) holds other bytes than {Shown.Name(files.Then[i].Path)} did in the recorded run: "
                        + $"{files.Now[i].Bytes} bytes now, {files.Then[i].Bytes} then. Put the file of that run there.")
                    { Expected = files.Then[i].Id.ToString(), Got = files.Now[i].Id.ToString() };
                }
            }
        }
    }

    private static List<ManifestFile> Of(ManifestNode node, string input) => node.Files?.Where(file => file.Input == input).ToList() ?? [];

    private static IEnumerable<string> Names(IEnumerable<string>? some, IEnumerable<string>? others) => (some ?? []).Union(others ?? [], StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static long? Seed(ManifestNode node, string input) => node.Seeds is { } seeds && seeds.TryGetValue(input, out var seed) ? seed : null;

    private static string Said(long? seed) => seed?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none of its own";

    private static GraphProblem Problem(ManifestNode node, string? input, string what, string? expected = null, string? got = null)
        => new(ProblemCodes.Differs, node.Id, input, $"Node {Shown.Name(node.Id)} ({Shown.Plain(node.ClassType)}) {what}") { Expected = expected, Got = got };
}
