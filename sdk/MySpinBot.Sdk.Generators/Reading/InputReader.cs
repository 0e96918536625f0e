using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads one parameter as an input.</summary>
internal static class InputReader
{
    /// <summary>The input, or null after saying what is wrong with it.</summary>
    public static InputDeclaration? Read(NodeScratch node, IParameterSymbol parameter)
    {
        var attribute = parameter.Find(SdkNames.Input);
        if (CarriedOf(node, parameter, attribute.Text("Type")) is not { } carried)
        {
            return null;
        }

        var choices = ChoicesOf(node, parameter, carried);
        carried = choices.Count > 0 && carried.SocketType == "STRING" ? carried with { SocketType = "COMBO" } : carried;
        var limits = LimitsReader.Read(node, parameter, carried, attribute);
        var hidden = HiddenReader.Read(node, parameter, carried);
        var file = FileFrom(node, parameter, carried);
        var input = new InputDeclaration(parameter.Name, Names.OfInput(parameter), carried)
        {
            Description = node.Help.Parameter(parameter.Name),
            IsRequired = hidden is null && !parameter.HasExplicitDefaultValue && (!carried.IsNullable || parameter.Find(SdkNames.Lazy) is not null),
            Default = DefaultReader.Read(node, parameter, carried, limits, choices),
            Limits = limits,
            Flags = FlagReader.Read(node, parameter, carried, attribute).ToEquatable(),
            Choices = choices,
            Hidden = hidden,
            FileFolder = file?.FirstText(),
            FileExtensions = Split(file.Text("Extensions")),
        };

        if (node.ReadsDocs && hidden is null && input.Description.Length == 0)
        {
            node.Report(Rules.ParameterDocMissing, parameter, input.Name, node.ClassType, parameter.Name);
        }

        return input;
    }

    /// <summary>The parts of a text between its commas.</summary>
    public static EquatableArray<string> Split(string? text)
        => (text ?? "").Split(',').Select(part => part.Trim()).Where(part => part.Length > 0).ToEquatable();

    private static Carried? CarriedOf(NodeScratch node, IParameterSymbol parameter, string? socket)
    {
        var carried = CarriedTypes.Of(parameter.Type, socket, node.Compilation.Assembly, out var refusal);
        if (refusal is { ListOf: { } element })
        {
            node.Report(Rules.CollectionType, parameter, $"Parameter '{parameter.Name}'", node.ClassType, CarriedTypes.Show(parameter.Type), element);
        }
        else if (refusal is not null)
        {
            node.Report(Rules.ParameterType, parameter, parameter.Name, node.ClassType, CarriedTypes.Show(parameter.Type), refusal.Hint);
        }

        return carried;
    }

    private static EquatableArray<string> ChoicesOf(NodeScratch node, IParameterSymbol parameter, Carried carried)
    {
        if (parameter.Find(SdkNames.Choices) is not { } attribute)
        {
            return carried.Choices.Select(choice => choice.Name).ToEquatable();
        }

        if (carried.Kind != ValueKind.Text)
        {
            node.Report(Rules.AttributeMisplaced, parameter, "[Choices]", parameter.Name, node.ClassType, "It belongs to a string; the choices of an enum are its members.");
            return default;
        }

        var values = attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false } array] ? array.Values : [];
        return values.Select(value => value.Value as string ?? "").Distinct().ToEquatable();
    }

    private static AttributeData? FileFrom(NodeScratch node, IParameterSymbol parameter, Carried carried)
    {
        var attribute = parameter.Find(SdkNames.FileFrom);
        if (attribute is not null && carried.Kind != ValueKind.File)
        {
            node.Report(Rules.AttributeMisplaced, parameter, "[FileFrom]", parameter.Name, node.ClassType, "It belongs to a FileReference.");
        }

        return attribute;
    }
}
