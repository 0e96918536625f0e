using System.Collections.Immutable;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Scheduling;

/// <content>What a run rests on and what came of it, told when it is over.</content>
public sealed partial class Schedule
{
    /// <summary>The manifest of the run as it stands: of all nodes, those included that nobody had to look at.</summary>
    /// <param name="ground">What stands around the run.</param>
    public RunManifest Manifest(ManifestGround ground)
    {
        ArgumentNullException.ThrowIfNull(ground);
        var (builder, portrait) = (new ManifestBuilder(ground), new NodePortrait());
        foreach (var node in _nodes)
        {
            if (builder.IsFull)
            {
                break;
            }

            builder.Add(Recorded(portrait, node), node.Node.Type);
        }

        return builder.Build(_plan, _nodes.Count);
    }

    private ManifestNode Recorded(NodePortrait portrait, NodeState node)
    {
        var scope = node.Scope;
        var planned = portrait.Of(scope.Plan, node.Local, scope.IdPrefix, index => (scope.Outer[index].Node.Id, scope.Outer[index].Output));
        return planned with
        {
            Within = scope.Parent?.Id,
            State = StateOf(node),
            Files = node.Files is { Count: > 0 } arrived ? [.. planned.Files ?? [], .. Arrived(node, arrived)] : planned.Files,
            Notes = node.Notes.IsEmpty ? null : node.Notes.ToDictionary(StringComparer.Ordinal),
            Outputs = node.Phase == NodePhase.Done && !node.Outputs.IsEmpty ? [.. node.Outputs.Select(IdOf)] : null,
            Saved = node.Phase == NodePhase.Done && !node.SavedFiles.IsEmpty ? [.. node.SavedFiles.Select(Saved)] : null,
        };
    }

    private static IEnumerable<ManifestFile> Arrived(NodeState node, Dictionary<(int Input, int Element), FileReference> arrived)
        => from place in arrived.Keys.Order()
           let input = node.Descriptor.Inputs[place.Input]
           let file = arrived[place]
           select new ManifestFile(input.Name, node.Written?.GetValueOrDefault(place) ?? "", file.Id, file.Length, NodePortrait.KindOf(input)) { Sha256 = file.Sha256 };

    private static ManifestResult Saved(SavedFile file)
        => new(file.Subfolder.Length == 0 ? file.Name : $"{file.Subfolder}/{file.Name}", file.Artifact.Id, file.Artifact.Length, file.Artifact.MediaType);

    private static ManifestState StateOf(NodeState node) => node.Phase switch
    {
        NodePhase.Idle => ManifestState.NotNeeded,
        NodePhase.Done when node.AnyRan => ManifestState.Ran,
        NodePhase.Done when node.WasBlocked => ManifestState.Blocked,
        NodePhase.Done => ManifestState.Reused,
        NodePhase.Failed => ManifestState.Failed,
        _ => ManifestState.Skipped,
    };

    /// <summary>One id for all that came out of an output; null where something of it has none.</summary>
    private ContentId? IdOf(ImmutableArray<ResultValue> values)
    {
        foreach (var value in values)
        {
            if (value.Kind != ResultKind.Stored)
            {
                return null;
            }
        }

        if (values.Length == 1)
        {
            return values[0].Id;
        }

        _keys.Clear();
        foreach (var value in values)
        {
            _keys.Value(value);
        }

        return _keys.Hash().Hash;
    }

    /// <summary>Where a run has to be the same as another: says what of a node is not.</summary>
    private void SayWhatIsOther(NodeState node)
    {
        if (_options.Strict is not { } strict || node.Descriptor.Repeatability == Repeatability.Volatile)
        {
            return;
        }

        for (var output = 0; output < node.Outputs.Length; output++)
        {
            if (IdOf(node.Outputs[output]) is { } id && strict.IsOtherOutput(node.Id, output, id))
            {
                Say(new ResultDiffered(node.Id, 0, node.Descriptor.Outputs[output].Name, IsFault: true));
            }
        }

        for (var file = 0; file < node.SavedFiles.Length; file++)
        {
            if (strict.IsOtherResult(node.Id, file, node.SavedFiles[file].Artifact.Id))
            {
                Say(new ResultDiffered(node.Id, 0, node.SavedFiles[file].Name, IsFault: true));
            }
        }
    }
}
