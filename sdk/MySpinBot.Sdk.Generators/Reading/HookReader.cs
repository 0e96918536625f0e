using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads the methods that a node names: ask, fingerprint, validate, need.</summary>
internal sealed class HookReader(NodeScratch node, EquatableArray<InputDeclaration> inputs)
{
    /// <summary>The call of a method, or null where none is named or it is of the wrong form.</summary>
    /// <param name="property">Property of the attribute that names it.</param>
    /// <param name="returns">Its return type as people write it.</param>
    /// <param name="wanted">Its return type.</param>
    public MethodCall? Read(string property, string returns, ITypeSymbol? wanted)
    {
        if (node.Attribute.Text(property) is not { } name)
        {
            return null;
        }

        var owner = node.Method.ContainingType;
        var methods = owner.GetMembers(name).OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Ordinary).ToArray();
        if (methods.Length == 0)
        {
            node.ReportAtAttribute(Rules.HookMissing, property, node.ClassType, name, owner.Name);
            return null;
        }

        var tried = methods.Select(method => (Method: method, Call: CallOf(method, property, wanted, out var fault), Fault: fault)).ToArray();
        var fitting = tried.Where(attempt => attempt.Fault is null).ToArray();
        if (fitting.Length == 1)
        {
            return fitting[0].Call;
        }

        var why = fitting.Length > 1 ? "several of that name would do" : tried[0].Fault!;
        node.Report(Rules.HookMalformed, methods[0], property, node.ClassType, name, why, returns);
        return null;
    }

    private MethodCall CallOf(IMethodSymbol method, string property, ITypeSymbol? wanted, out string? fault)
    {
        var task = property == "Need" ? null : TaskOf(method);
        fault = FaultOf(method, task ?? method.ReturnType, wanted);
        var arguments = fault is null ? ArgumentsOf(method, property, out fault) : [];
        return new MethodCall(method.ContainingType.ToDisplayString(CarriedTypes.Full), Literals.Name(method.Name), method.IsStatic, arguments.ToEquatable()) { IsAwaited = task is not null };
    }

    /// <summary>What a task gives; null where the method returns none.</summary>
    private static ITypeSymbol? TaskOf(IMethodSymbol method)
        => method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.Length: 1 } task && task.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks"
            ? task.TypeArguments[0]
            : null;

    private string? FaultOf(IMethodSymbol method, ITypeSymbol given, ITypeSymbol? wanted)
    {
        if (method.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
        {
            return "it is not public or internal";
        }

        if (method.IsGenericMethod)
        {
            return "it has type parameters";
        }

        if (node.Method.IsStatic && !method.IsStatic)
        {
            return "it is not static, as the node is";
        }

        return wanted is not null && node.Compilation.ClassifyCommonConversion(given, wanted).IsImplicit && !method.ReturnsVoid
            ? null
            : $"it returns {CarriedTypes.Show(method.ReturnType)}";
    }

    private List<Argument> ArgumentsOf(IMethodSymbol method, string property, out string? fault)
    {
        var arguments = new List<Argument>();
        fault = null;
        foreach (var parameter in method.Parameters)
        {
            var argument = ParameterReader.Injected(parameter) switch
            {
                ArgumentKind.Known when property == "Ask" => new Argument(ArgumentKind.Known),
                ArgumentKind.Linked when property == "Validate" => new Argument(ArgumentKind.Linked),
                ArgumentKind.Extra => new Argument(ArgumentKind.Extra),
                null => InputOf(parameter),
                _ => null,
            };
            if (argument is null || parameter.RefKind != RefKind.None)
            {
                fault = $"its parameter '{parameter.Name}' of type {CarriedTypes.Show(parameter.Type)} is not an input of the node";
                return arguments;
            }

            arguments.Add(argument);
        }

        return arguments;
    }

    /// <summary>The input of the parameter's name and type; the parameter may be null where the node's is not.</summary>
    private Argument? InputOf(IParameterSymbol parameter)
    {
        for (var index = 0; index < inputs.Count; index++)
        {
            var input = inputs[index];
            if (input.Parameter != parameter.Name)
            {
                continue;
            }

            var carried = CarriedTypes.Of(parameter.Type, input.Carried.SocketType, node.Compilation.Assembly, out _);
            if (carried is null || carried.Type != input.Carried.Type || carried.IsList != input.Carried.IsList)
            {
                return null;
            }

            // Where only the method's parameter may be null, it says by null that the value is not known.
            var tellsUnknown = carried.IsNullable && !input.Carried.IsNullable;
            return new Argument(ArgumentKind.Input, index, carried, tellsUnknown ? null : input.Default.Passed);
        }

        return null;
    }
}
