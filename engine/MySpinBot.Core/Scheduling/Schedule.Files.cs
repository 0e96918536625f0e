using System.Collections.Immutable;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Scheduling;

/// <content>Files whose paths are results.</content>
public sealed partial class Schedule
{
    /// <summary>Paths that arrived over links: which files they name is found out once they are here.</summary>
    private bool HasItsFiles(NodeState node)
    {
        if (node.IsResolving)
        {
            return false;
        }

        ImmutableArray<PathRequest>.Builder? unknown = null;
        var isLost = false;
        for (var i = 0; i < node.Node.Inputs.Length; i++)
        {
            var binding = node.Node.Inputs[i];
            if (binding.Kind != BindingKind.Link || node.Descriptor.Inputs[i].Type != SocketTypes.File || !IsKnown(node, i))
            {
                continue;
            }

            var (source, output) = SourceOf(node, binding);
            if (source.Descriptor.Outputs[output].Type == SocketTypes.File)
            {
                continue;
            }

            for (var element = 0; element < source.Outputs[output].Length; element++)
            {
                var path = source.Outputs[output][element];
                if (path.Kind != ResultKind.Blocked && node.Files?.ContainsKey((i, element)) != true)
                {
                    (unknown ??= ImmutableArray.CreateBuilder<PathRequest>()).Add(new PathRequest(i, element, path));
                    isLost |= !_traces.HasValue(path);
                }
            }
        }

        if (unknown is null)
        {
            return true;
        }

        if (isLost)
        {
            RemakePaths(node, unknown);
            return false;
        }

        node.IsResolving = true;
        Order(new ResolveFiles(node.Index, node.Descriptor.Inputs, unknown.ToImmutable()));
        return false;
    }

    private void Resolved(FilesResolved signal)
    {
        var node = _nodes[signal.Node];
        node.IsResolving = false;
        node.Files ??= [];
        for (var i = 0; i < signal.Files.Length; i++)
        {
            var (request, file) = signal.Files[i];
            node.Files[(request.Input, request.Element)] = file;
            if (i < signal.Written.Length)
            {
                (node.Written ??= [])[(request.Input, request.Element)] = signal.Written[i];
            }

            if (_options.Strict?.OtherFile(node.Id, node.Descriptor.Inputs[request.Input].Name, request.Element, file) is { } sentence)
            {
                Fail(node, new CallFailed(new CallRef(node.Index, -1), sentence, node.Descriptor.Inputs[request.Input].Name));
                return;
            }
        }

        _ready.Enqueue(node);
    }
}
