using MySpinBot.Core.Scheduling;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>Turns what the schedule says a call is given into the values themselves.</summary>
internal sealed class CallInputs(IRunResults results, CallHost host)
{
    /// <exception cref="ValueMissingException">The bytes of a value are gone.</exception>
    public async ValueTask<NodeCall> Load(CallOrder order, CallContext context, IPluginServices services, CancellationToken cancellation)
    {
        var descriptors = order.Node.Type.Descriptor.Inputs;
        var inputs = new object?[descriptors.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = await Load(order, i, cancellation);
        }

        var known = order.Node.Type.Descriptor.HasLazyInputs ? Known(order) : null;
        var extra = order.Extra.IsEmpty ? null : new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, input) in order.Extra)
        {
            extra![name] = input.Kind == CallInputKind.List ? await LoadList(input, cancellation) : await results.GetAsync(input.Value, cancellation);
        }

        return new NodeCall(inputs, context, services, extra is null ? null : new ExtraInputs(extra)) { KnownNames = known, Graph = order.Seen is { } seen ? new SeenGraph(seen) : null! };
    }

    /// <summary>An input is known when it has its value, or has none to come.</summary>
    private static HashSet<string> Known(CallOrder order)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < order.Inputs.Length; i++)
        {
            if (order.Inputs[i].Kind != CallInputKind.Missing || order.Node.Inputs[i].Kind != BindingKind.Link)
            {
                known.Add(order.Node.Type.Descriptor.Inputs[i].Name);
            }
        }

        return known;
    }

    private async ValueTask<object?> Load(CallOrder order, int position, CancellationToken cancellation)
    {
        var (input, descriptor) = (order.Inputs[position], order.Node.Type.Descriptor.Inputs[position]);
        switch (input.Kind)
        {
            case CallInputKind.Missing:
                return NodeCall.Missing;
            case CallInputKind.RawLink:
                return input.Link;
            case CallInputKind.File:
                return descriptor.IsList ? input.Files.ToArray<object?>() : input.Files[0];
            case CallInputKind.List:
                return await LoadList(input, cancellation);
            case CallInputKind.Value:
                var value = await results.GetAsync(input.Value, cancellation);
                return descriptor.IsList ? new[] { value } : value;
            default:
                var setting = Setting(order, order.Node.Inputs[position], descriptor);
                return descriptor.IsList && !ReferenceEquals(setting, NodeCall.Missing) ? new[] { setting } : setting;
        }
    }

    private async ValueTask<object?[]> LoadList(CallInput input, CancellationToken cancellation)
    {
        var list = new object?[input.Values.Length];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = await results.GetAsync(input.Values[i], cancellation);
        }

        return list;
    }

    private object? Setting(CallOrder order, Binding setting, InputDescriptor descriptor)
    {
        switch (setting.Kind)
        {
            case BindingKind.Constant:
                return setting.Constant;
            case BindingKind.Secret:
                var name = (string)setting.Constant!;
                return host.Secrets(name) is { } secret
                    ? new Secret(name, secret)
                    : throw new NodeFailure($"The secret '{name}' is not known here. Set the environment variable MYSPINBOT_SECRET_{name.ToUpperInvariant()}.") { Input = descriptor.Name };
            case BindingKind.Hidden:
                return descriptor.Hidden switch
                {
                    HiddenValue.NodeId => order.NodeId,
                    HiddenValue.Document when host.Document is { } document => document,
                    HiddenValue.ExtraPngInfo when host.ExtraPngInfo is { } extra => extra,
                    HiddenValue.Prompt => host.Prompt.Value,
                    _ => NodeCall.Missing,
                };
            default:
                throw new InvalidOperationException($"A {setting.Kind} is not a setting.");
        }
    }
}
