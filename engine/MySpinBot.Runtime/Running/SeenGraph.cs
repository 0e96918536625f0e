using MySpinBot.Core.Results;
using MySpinBot.Core.Scheduling;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>The graph above a call, as its node sees it. Secrets, and what the host fills in, are not shown.</summary>
internal sealed class SeenGraph(IReadOnlyDictionary<string, SeenNode> seen) : LiveGraph
{
    public override LiveNode? Find(string id) => seen.TryGetValue(id, out var node) ? new LiveNode(id, node.Node.Type.ClassType, InputsOf(node)) : null;

    private static Dictionary<string, object?> InputsOf(SeenNode seen)
    {
        var inputs = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < seen.Node.Inputs.Length; i++)
        {
            var (name, binding) = (seen.Node.Type.Descriptor.Inputs[i].Name, seen.Node.Inputs[i]);
            switch (binding.Kind)
            {
                case BindingKind.Constant or BindingKind.File:
                    inputs[name] = binding.Constant;
                    break;
                case BindingKind.Link or BindingKind.RawLink:
                    inputs[name] = seen.Links[i];
                    break;
                case BindingKind.Stored:
                    inputs[name] = new SeenValue(binding.Value);
                    break;
            }
        }

        foreach (var (name, link) in seen.ExtraLinks)
        {
            inputs[name] = link;
        }

        return inputs;
    }
}

/// <summary>A value that an expansion was given.</summary>
/// <param name="value">Which.</param>
internal sealed class SeenValue(ResultValue value) : GraphValue
{
    public ResultValue Value => value;
}
