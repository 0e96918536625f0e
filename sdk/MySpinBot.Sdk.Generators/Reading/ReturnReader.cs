using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads the return type of a node as its outputs.</summary>
internal static class ReturnReader
{
    public static ReturnDeclaration? Read(NodeScratch node)
    {
        var method = node.Method;
        var type = Unwrap(method.ReturnType, out var isAwaited);
        if (method.ReturnsByRef || method.ReturnsByRefReadonly || (method.IsAsync && method.ReturnsVoid))
        {
            var hint = method.ReturnsVoid ? "Return a Task, so that the host knows when it is done." : "Return the value itself.";
            node.Report(Rules.ReturnType, method, "The return value", node.ClassType, method.ReturnsVoid ? "async void" : "ref " + CarriedTypes.Show(method.ReturnType), hint);
            return null;
        }

        if (type is null || type.SpecialType == SpecialType.System_Void)
        {
            return new ReturnDeclaration(true, isAwaited, false, false, default);
        }

        var isOutcome = type is INamedTypeSymbol { Name: "Outcome", TypeArguments.Length: 1 } outcome && outcome.ContainingNamespace.ToDisplayString() == "MySpinBot.Sdk";
        var value = isOutcome ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
        var outputs = OutputReader.Read(node, value);
        RefuseDuplicates(node, outputs);
        return new ReturnDeclaration(false, isAwaited, isOutcome, value.IsReferenceType && outputs.Any(output => output.Member is not null), outputs.ToEquatable());
    }

    /// <summary>What a task gives, null for a task that gives nothing.</summary>
    private static ITypeSymbol? Unwrap(ITypeSymbol type, out bool isAwaited)
    {
        isAwaited = type is INamedTypeSymbol { Name: "Task" or "ValueTask" } && type.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";
        return isAwaited ? ((INamedTypeSymbol)type).TypeArguments.FirstOrDefault() : type;
    }

    private static void RefuseDuplicates(NodeScratch node, IReadOnlyList<OutputDeclaration> outputs)
    {
        foreach (var twice in outputs.GroupBy(output => output.Name).Where(group => group.Skip(1).Any()))
        {
            node.Report(Rules.OutputTwice, node.Method, node.ClassType, twice.Key);
        }
    }
}
