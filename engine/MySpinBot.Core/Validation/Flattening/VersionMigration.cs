using System.Text.Json.Nodes;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation.Flattening;

/// <summary>Raises the stored inputs of a node, one version at a time, to the version that its plugin has.</summary>
internal static class VersionMigration
{
    /// <summary>The node at that version; null, and a problem, where there is no way to it.</summary>
    public static NodeEntry? Raise(string id, NodeEntry entry, int wanted, Func<string, int, JsonObject, JsonObject?>? migrate, List<GraphProblem> problems)
    {
        var version = entry.Version!.Value;
        var node = $"Node {Shown.Name(id)} ({Shown.Plain(entry.ClassType)})";
        if (version > wanted)
        {
            problems.Add(new GraphProblem(
                ProblemCodes.UnknownNodeVersion, id, null, $"{node} was written for version {version} of its type, but the plugin has version {wanted}; it needs a newer plugin."));
            return null;
        }

        var inputs = InputJson.ToObject(entry.Inputs);
        for (; version < wanted; version++)
        {
            try
            {
                if (migrate?.Invoke(entry.ClassType, version, inputs) is not { } raised)
                {
                    problems.Add(new GraphProblem(
                        ProblemCodes.UnknownNodeVersion, id, null, $"{node} was written for version {version} of its type; the plugin has version {wanted} and no migration that reads version {version}."));
                    return null;
                }

                inputs = raised;
            }
            catch (NodeFailure failure)
            {
                problems.Add(new GraphProblem(ProblemCodes.Refused, id, null, $"{node} cannot be raised to version {wanted}. {failure.Message}"));
                return null;
            }
        }

        return entry with { Version = wanted, Inputs = InputJson.FromObject(inputs) };
    }
}
