using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation.Wiring;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation.Inputs;

/// <summary>Binds the inputs of a node: one binding for each that its descriptor declares. Faults go to the list of problems.</summary>
internal sealed class InputBinder(ValidationOptions options, NearestNames nearest, List<GraphProblem> problems)
{
    public ValidNode Bind(WiredNode node, IReadOnlyList<WiredNode> nodes, int[] positions)
    {
        var type = node.Type!.Descriptor;
        Span<int> given = type.Inputs.Length <= 64 ? stackalloc int[type.Inputs.Length] : new int[type.Inputs.Length];
        given.Fill(-1);
        ImmutableArray<ExtraBinding>.Builder? extra = null;
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i] is { Declared: >= 0 and var declared })
            {
                given[declared] = i;
            }
            else if (node.Inputs[i] is { Kind: WireKind.Link or WireKind.OuterLink or WireKind.Stored } && type.TakesExtraInputs)
            {
                (extra ??= ImmutableArray.CreateBuilder<ExtraBinding>()).Add(new ExtraBinding(node.Inputs[i].Name, OfSource(node.Inputs[i], positions)));
            }
        }

        var before = problems.Count;
        var bindings = new Binding[type.Inputs.Length];
        for (var i = 0; i < bindings.Length; i++)
        {
            var input = type.Inputs[i];
            var wire = given[i] >= 0 ? node.Inputs[given[i]] : new Wire { Name = input.Name, Declared = i, Kind = WireKind.NotGiven };
            bindings[i] = input.Hidden is not null ? Binding.Hidden : BindInput(new InputPlace(node.Id, node.ClassType, input.Name), input, wire, !type.ChecksLinks, nodes, positions);
        }

        if (problems.Count == before && options.CustomChecks is not null)
        {
            problems.AddRange(CustomChecking.Faults(options.CustomChecks, node, bindings, nodes));
        }

        return new ValidNode { Id = node.Id, Title = node.Title, Type = node.Type!, Inputs = ImmutableCollectionsMarshal.AsImmutableArray(bindings), Extra = extra?.DrainToImmutable() ?? [] };
    }

    private Binding BindInput(InputPlace place, InputDescriptor input, in Wire wire, bool isChecked, IReadOnlyList<WiredNode> nodes, int[] positions)
    {
        switch (wire.Kind)
        {
            case WireKind.Broken:
                return Binding.Missing;
            case WireKind.NotGiven:
                return NotGiven(place, input, wire.Reason);
            case WireKind.Value:
                return Value(place, input, wire.Value!);
            case WireKind.Stored when !input.IsRawLink:
            case WireKind.OuterLink when !input.IsSecret:
                return input.IsRawLink ? Binding.OfRawLink(~wire.Source, 0) : OfSource(wire, positions);
            case WireKind.Stored or WireKind.OuterLink:
                return Refuse(place.Problem(ProblemCodes.BadValue, input.IsSecret ? "takes a secret, which an expansion cannot hand on." : "takes a link and was given a value."));
            default:
                return Link(place, input, wire, isChecked, nodes, positions);
        }
    }

    private static Binding OfSource(in Wire wire, int[] positions) => wire.Kind switch
    {
        WireKind.OuterLink => Binding.OfLink(~wire.Source, 0),
        WireKind.Stored => Binding.OfStored(wire.Stored),
        WireKind.RawLink => Binding.OfRawLink(positions[wire.Source], wire.Output),
        _ => Binding.OfLink(positions[wire.Source], wire.Output),
    };

    private Binding NotGiven(InputPlace place, InputDescriptor input, string? reason)
    {
        if (input.IsRequired && input.Default is null)
        {
            var why = reason is null ? "is not given" : $"is not given, because {reason}";
            return Refuse(place.Problem(ProblemCodes.MissingInput, $"{why}; it needs {Wanted.By(input)}.", input.Type));
        }

        return DefaultBinding.Of(input);
    }

    private Binding Link(InputPlace place, InputDescriptor input, in Wire wire, bool isChecked, IReadOnlyList<WiredNode> nodes, int[] positions)
    {
        if (input.IsSecret)
        {
            return Refuse(place.Problem(ProblemCodes.BadValue, "takes a secret, which does not come over a link; give {\"secret\": \"its name\"}."));
        }

        // A source without a type is reported as such; nothing is known of its outputs.
        if (isChecked && nodes[wire.Source] is { Type.Descriptor.Outputs: var outputs } source && !Fits(outputs[wire.Output].Type, input.Type))
        {
            var given = outputs[wire.Output];
            return Refuse(place.Problem(
                ProblemCodes.TypeMismatch,
                $"takes {input.Type}, but output {Shown.Name(given.Name)} of node {Shown.Name(source.Id)} ({Shown.Plain(source.ClassType)}) gives {given.Type}.",
                input.Type,
                given.Type));
        }

        return OfSource(wire, positions);
    }

    private bool Fits(string given, string wanted) => options.IntegersBecomeFloats ? SocketTypes.Fits(given, wanted) : SocketTypes.FitsExactly(given, wanted);

    private Binding Value(InputPlace place, InputDescriptor input, InputValue value) => value switch
    {
        SecretValue secret => Secret(place, input, secret.Name),
        ConstantValue when input.IsSecret => Refuse(place.Problem(
            ProblemCodes.BadValue, "takes a secret, which must not stand in a document; give {\"secret\": \"its name\"} and tell the host its value.", "{\"secret\": name}")),
        ConstantValue { Json.ValueKind: JsonValueKind.Null } when !input.IsRequired => NotGiven(place, input, null),
        ConstantValue when input.IsRawLink => Refuse(place.Problem(ProblemCodes.BadValue, "takes a link and was given a constant.", "a link")),
        ConstantValue constant => Constant(place, input, constant.Json),
        _ => throw new InvalidOperationException($"{place} reached its binding as {value.GetType().Name}, which an earlier stage resolves."),
    };

    private Binding Secret(InputPlace place, InputDescriptor input, string name)
    {
        if (!input.IsSecret)
        {
            return Refuse(place.Problem(ProblemCodes.BadValue, $"does not take a secret; it takes {Wanted.By(input)}.", input.Type));
        }

        return options.IsKnownSecret?.Invoke(name) == false
            ? Refuse(place.Problem(ProblemCodes.UnknownSecret, $"names the secret {Shown.Name(name)}, which the host does not know."))
            : Binding.OfSecret(name);
    }

    private Binding Constant(InputPlace place, InputDescriptor input, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null && input.Type != SocketTypes.Json)
        {
            return Refuse(place.Problem(ProblemCodes.BadValue, $"is null; it needs {Wanted.By(input)}.", input.Type, "null"));
        }

        if (ConstantReading.Take(input.Type, json, convertsUnions: options.IntegersBecomeFloats) is not { } value)
        {
            return Refuse(place.Problem(ProblemCodes.BadValue, $"takes {Wanted.By(input)} and was given {Shown.Value(json)}.", input.Type, Shown.Value(json)));
        }

        if (!input.IsSelfChecked && Limits.Fault(place, input, value, json, nearest) is { } fault)
        {
            return Refuse(fault);
        }

        return input.Type == SocketTypes.File ? File(place, input, (string)value) : Binding.OfConstant(value);
    }

    private Binding File(InputPlace place, InputDescriptor input, string path)
        => options.CheckFile?.Invoke(input, path) is { } fault
            ? Refuse(new GraphProblem(fault.Code, place.NodeId, place.Input, $"{place}: {fault.Sentence}") { Got = Shown.Plain(path) })
            : Binding.OfFile(path);

    private Binding Refuse(GraphProblem problem)
    {
        problems.Add(problem);
        return Binding.Missing;
    }
}
