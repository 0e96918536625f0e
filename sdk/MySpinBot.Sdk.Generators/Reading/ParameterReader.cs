using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads the parameters of a node: inputs, and what is injected.</summary>
internal static class ParameterReader
{
    /// <summary>Reads all of them.</summary>
    public static (EquatableArray<InputDeclaration> Inputs, EquatableArray<Argument> Arguments) Read(NodeScratch node)
    {
        var inputs = new List<InputDeclaration>();
        var arguments = new List<Argument>();
        foreach (var parameter in node.Method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
            {
                node.Report(Rules.ByReference, parameter, parameter.Name, node.ClassType);
            }
            else if (Injected(parameter) is { } kind)
            {
                arguments.Add(new Argument(kind));
                RefuseWhatBelongsToOthers(node, parameter, kind);
            }
            else if (InputReader.Read(node, parameter) is { } input)
            {
                arguments.Add(new Argument(ArgumentKind.Input, inputs.Count, input.Carried, input.Default.Passed));
                inputs.Add(input);
            }
        }

        foreach (var twice in inputs.GroupBy(input => input.Name).Where(group => group.Skip(1).Any()))
        {
            var second = node.Method.Parameters.First(parameter => parameter.Name == twice.ElementAt(1).Parameter);
            node.Report(Rules.InputTwice, second, node.ClassType, twice.Key);
        }

        return (inputs.ToEquatable(), arguments.ToEquatable());
    }

    /// <summary>What the host fills a parameter with; null for an input.</summary>
    public static ArgumentKind? Injected(IParameterSymbol parameter)
        => parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString() switch
        {
            SdkNames.Namespace + "NodeContext" => ArgumentKind.Context,
            SdkNames.Namespace + "ExtraInputs" => ArgumentKind.Extra,
            SdkNames.Namespace + "KnownInputs" => ArgumentKind.Known,
            SdkNames.Namespace + "LinkedTypes" => ArgumentKind.Linked,
            SdkNames.Namespace + "LiveGraph" => ArgumentKind.Graph,
            "System.Threading.CancellationToken" => ArgumentKind.Cancellation,
            _ => null,
        };

    private static void RefuseWhatBelongsToOthers(NodeScratch node, IParameterSymbol parameter, ArgumentKind kind)
    {
        var owner = kind switch
        {
            ArgumentKind.Known => "Ask",
            ArgumentKind.Linked => "Validate",
            _ => null,
        };
        if (owner is not null)
        {
            node.Report(Rules.ParameterType, parameter, parameter.Name, node.ClassType, CarriedTypes.Show(parameter.Type), $"Only the method named by {owner} may take it.");
        }
    }
}
