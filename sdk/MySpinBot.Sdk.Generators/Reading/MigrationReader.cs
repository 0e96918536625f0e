using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads the migrations that a method is.</summary>
internal static class MigrationReader
{
    private const string JsonObject = "System.Text.Json.Nodes.JsonObject";

    public static EquatableArray<MigrationDeclaration> Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var method = (IMethodSymbol)context.TargetSymbol;
        var target = method.ContainingType.ToDisplayString(CarriedTypes.Full) + "." + Literals.Name(method.Name);
        return context.Attributes
            .Select(attribute => new MigrationDeclaration(attribute.FirstText(), FromOf(attribute), target, Place.Of(attribute), IsWellTyped(method)))
            .ToEquatable();
    }

    private static int FromOf(AttributeData attribute) => attribute.ConstructorArguments is [_, { Value: int from }] ? from : 0;

    private static bool IsWellTyped(IMethodSymbol method)
        => method is { IsStatic: true, IsGenericMethod: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal, Parameters: [{ RefKind: RefKind.None } inputs] }
            && Plain(method.ReturnType) == JsonObject && Plain(inputs.Type) == JsonObject;

    private static string Plain(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString();
}
