using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Documents.Comfy.Describing;

/// <summary>The groups in which ComfyUI tells a node's inputs. Front ends make fields of the required ones first and then of the optional ones, and saved workflows hold the fields' values in that order, without names: the groups decide which value is whose.</summary>
/// <remarks>ComfyUI calls an input required though it has a default value. Here one that has a default need not be given; it is told as required where required ones follow it, so that fields stay in the order in which the node declares them.</remarks>
public static class InputGroups
{
    /// <summary>Inputs that are told as required, in their order.</summary>
    public static ImmutableArray<InputDescriptor> Required(NodeDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        var last = descriptor.Inputs.Length - 1;
        while (last >= 0 && descriptor.Inputs[last] is { Hidden: not null } or { IsRequired: false })
        {
            last--;
        }

        return [.. descriptor.Inputs.Take(last + 1).Where(input => input.Hidden is null && (input.IsRequired || input.Default is not null))];
    }

    /// <summary>The others that are shown, in their order.</summary>
    public static ImmutableArray<InputDescriptor> Optional(NodeDescriptor descriptor)
    {
        var required = Required(descriptor);
        return [.. descriptor.Inputs.Where(input => input.Hidden is null && !required.Contains(input))];
    }

    /// <summary>Those that are not shown.</summary>
    public static ImmutableArray<InputDescriptor> Hidden(NodeDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return [.. descriptor.Inputs.Where(input => input.Hidden is not null)];
    }
}
