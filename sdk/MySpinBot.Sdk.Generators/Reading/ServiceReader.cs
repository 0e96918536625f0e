using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads how a class of the plugin is made: services, capabilities, and classes of instance nodes.</summary>
internal static class ServiceReader
{
    private static readonly HashSet<string> Capabilities =
    [
        SdkNames.Namespace + "ITextGenerator", SdkNames.Namespace + "IEmbedder", SdkNames.Namespace + "ISpeaker", SdkNames.Namespace + "ITranscriber",
    ];

    public static Read<ServiceDeclaration> ReadService(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var service = Read((INamedTypeSymbol)context.TargetSymbol, null, problems.Add);
        return new Read<ServiceDeclaration>(problems.Count == 0 ? service : null, Place.Of(context.TargetSymbol), problems.ToEquatable());
    }

    public static Read<ServiceDeclaration> ReadCapability(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var problems = new List<Problem>();
        if (!type.AllInterfaces.Any(face => Capabilities.Contains(face.ToDisplayString())))
        {
            problems.Add(Problem.Of(Rules.CapabilityMissing, Place.Of(type), type.Name));
        }

        var service = Read(type, context.Attributes[0].FirstText(), problems.Add);
        return new Read<ServiceDeclaration>(problems.Count == 0 ? service : null, Place.Of(type), problems.ToEquatable());
    }

    /// <summary>How a class is made, or null after saying why it cannot be.</summary>
    public static ServiceDeclaration? Read(INamedTypeSymbol type, string? capability, Action<Problem> report)
    {
        var constructors = type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToArray();
        if (ObstacleOf(type, constructors.Length) is { } obstacle)
        {
            report(Problem.Of(Rules.ConstructorUnclear, Place.Of(type), type.Name, obstacle));
            return null;
        }

        foreach (var parameter in constructors[0].Parameters)
        {
            if (parameter.RefKind != RefKind.None || !IsService(parameter.Type))
            {
                report(Problem.Of(Rules.ConstructorParameter, Place.Of(parameter), type.Name, parameter.Name, CarriedTypes.Show(parameter.Type)));
            }
        }

        var arguments = constructors[0].Parameters.Select(parameter => parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(CarriedTypes.Full));
        return new ServiceDeclaration(type.ToDisplayString(CarriedTypes.Full), capability, arguments.ToEquatable());
    }

    private static string? ObstacleOf(INamedTypeSymbol type, int constructors)
    {
        if (type.TypeKind != TypeKind.Class)
        {
            return "it is not a class";
        }

        if (type.IsAbstract)
        {
            return type.IsStatic ? "it is static" : "it is abstract";
        }

        if (type.IsGenericType)
        {
            return "it has type parameters";
        }

        return constructors == 1 ? null : $"it has {(constructors == 0 ? "no" : "more than one")} public constructor";
    }

    private static bool IsService(ITypeSymbol type)
        => type.TypeKind is TypeKind.Class or TypeKind.Interface && type.SpecialType is not (SpecialType.System_String or SpecialType.System_Object);
}
