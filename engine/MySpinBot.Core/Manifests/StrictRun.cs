using System.Collections.Immutable;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Manifests;

/// <summary>A recorded run that another one has to be the same as: answers what is known only while it runs. What is known before, <see cref="ManifestDifferences"/> says.</summary>
/// <remarks>What the recorded run did not look at (files of nodes whose results were reused, nodes that took no call's place) is no difference.</remarks>
public sealed class StrictRun
{
    private const string Advice = "The run is strict, so the node fails; without strict it would go on.";

    private readonly RunManifest _then;
    private readonly bool _isSameDocument;
    private readonly Dictionary<string, ManifestNode> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);

    /// <summary>A run that has to be the same as this one.</summary>
    /// <param name="then">The recorded run.</param>
    /// <param name="graph">Content id of the document that runs now; files in which it is embedded can only be the same where it is.</param>
    public StrictRun(RunManifest then, ContentId? graph = null)
    {
        ArgumentNullException.ThrowIfNull(then);
        (_then, _isSameDocument) = (then, graph is not null && graph == then.Graph);
        foreach (var node in then.Nodes)
        {
            _nodes.TryAdd(node.Id, node);
            if (node.Within is { } within)
            {
                _replaced.Add(within);
            }
        }
    }

    /// <summary>What is other about a file that arrived over a link.</summary>
    internal string? OtherFile(string nodeId, string input, int element, FileReference file)
    {
        if (!_nodes.TryGetValue(nodeId, out var then) || then.Files?.Where(one => one.Input == input).ToList() is not { Count: > 0 } known)
        {
            return null;
        }

        if (element >= known.Count)
        {
            return $"Node '{nodeId}' ({then.ClassType}) was given a file at input '{input}' that the recorded run did not have. {Advice}";
        }

        return known[element].Id == file.Id ? null
            : $"The file that arrived at input '{input}' of node '{nodeId}' ({then.ClassType}) holds other bytes than in the recorded run: {file.Length} bytes with the id {file.Id}, and not {known[element].Bytes} bytes with the id {known[element].Id}. {Advice}";
    }

    /// <summary>What is other about how a node worked.</summary>
    internal string? OtherNotes(string nodeId, ImmutableArray<KeyValuePair<string, string>> notes)
    {
        if (!_nodes.TryGetValue(nodeId, out var then) || (then.Notes is null && notes.IsEmpty) || then.State is ManifestState.NotNeeded or ManifestState.Failed or ManifestState.Skipped or ManifestState.Planned)
        {
            return null;
        }

        foreach (var (name, value) in notes)
        {
            if (then.Notes?.GetValueOrDefault(name) is not { } known)
            {
                return $"Node '{nodeId}' ({then.ClassType}) says {name} {value}, of which the recorded run says nothing. {Advice}";
            }

            if (!NoteList.Has(known, value))
            {
                return $"Node '{nodeId}' ({then.ClassType}) works with {name} {value}; in the recorded run it was {known}. {Advice}";
            }
        }

        return null;
    }

    /// <summary>What is other about the nodes that take a call's place.</summary>
    internal string? OtherExpansion(string nodeId, NodePortrait portrait, Plan plan, string prefix, Func<int, (string Node, int Output)> outer)
    {
        if (!_replaced.Contains(nodeId))
        {
            return null;
        }

        for (var i = 0; i < plan.Graph.Nodes.Length; i++)
        {
            var now = portrait.Of(plan, i, prefix, outer);
            if (!_nodes.TryGetValue(now.Id, out var then))
            {
                if (_then.LeftOut is null)
                {
                    return $"Node '{nodeId}' put a node '{now.Id}' ({now.ClassType}) into its place that was not in the recorded run. {Advice}";
                }

                continue;
            }

            var type = plan.Graph.Nodes[i].Type;
            if (NodeDifferences.Of(then, now).FirstOrDefault() is { } difference)
            {
                return $"{difference.Sentence} {Advice}";
            }

            if ((then.Implementation ?? _then.Types.GetValueOrDefault(then.ClassType)?.Implementation) is { } code && code != type.ImplementationId)
            {
                return $"The code of node type {type.ClassType} (plugin {type.Plugin}), which node '{nodeId}' put into its place, is not that of the recorded run. {Advice}";
            }
        }

        return null;
    }

    /// <summary>Whether an output is known to have been another.</summary>
    internal bool IsOtherOutput(string nodeId, int output, ContentId id)
        => _nodes.TryGetValue(nodeId, out var then) && then.Outputs is { } outputs && output < outputs.Count && outputs[output] is { } known && known != id;

    /// <summary>Whether a saved file is known to have been another.</summary>
    internal bool IsOtherResult(string nodeId, int file, ContentId id)
        => _isSameDocument && _nodes.TryGetValue(nodeId, out var then) && then.Saved is { } saved && file < saved.Count && saved[file].Id != id;
}
