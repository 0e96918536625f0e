using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads what the host fills a hidden parameter with.</summary>
internal static class HiddenReader
{
    private const int NodeId = 0;

    /// <summary>The expression of the hidden value; null for an ordinary input.</summary>
    public static string? Read(NodeScratch node, IParameterSymbol parameter, Carried carried)
    {
        if (parameter.Find(SdkNames.Hidden) is not { ConstructorArguments: [var value] })
        {
            return null;
        }

        var fits = value.Value is NodeId ? carried.Kind == ValueKind.Text : carried.Kind == ValueKind.Json;
        if (!fits || carried.IsList)
        {
            node.Report(Rules.AttributeMisplaced, parameter, "[Hidden]", parameter.Name, node.ClassType, "NodeId belongs to a string, Prompt, Document and ExtraPngInfo to a JsonElement.");
        }

        return value.Expression();
    }
}
