using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Checks what holds for a node as a whole: its name, its numbers, its help, and that it can be called.</summary>
internal static class ReachReader
{
    public static void Check(NodeScratch node)
    {
        if (!Names.IsClassType(node.ClassType))
        {
            node.ReportAtAttribute(Rules.ClassTypeMalformed, node.ClassType);
        }

        if (Obstacle(node.Method) is { } obstacle)
        {
            node.Report(Rules.MethodOutOfReach, node.Method, node.ClassType, obstacle);
        }

        foreach (var property in new[] { "Version", "Slots" })
        {
            if (NodeReader.NumberOf(node.Attribute, property) is var number and < 1)
            {
                node.ReportAtAttribute(Rules.NumberBelowOne, property, node.ClassType, Literals.Plain(number));
            }
        }

        if (node.ReadsDocs && node.Help.Summary.Length == 0)
        {
            node.Report(Rules.SummaryMissing, node.Method, node.ClassType, node.Method.Name);
        }
    }

    private static string? Obstacle(IMethodSymbol method)
    {
        if (method.DeclaredAccessibility != Accessibility.Public)
        {
            return $"the method '{method.Name}' is not public";
        }

        if (method.IsGenericMethod)
        {
            return $"the method '{method.Name}' has type parameters";
        }

        if (method is { IsAbstract: true } or { MethodKind: not MethodKind.Ordinary })
        {
            return $"'{method.Name}' is not an ordinary method with a body";
        }

        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.DeclaredAccessibility != Accessibility.Public)
            {
                return $"the type '{type.Name}' is not public";
            }

            if (type.IsGenericType)
            {
                return $"the type '{type.Name}' has type parameters";
            }
        }

        return null;
    }
}
