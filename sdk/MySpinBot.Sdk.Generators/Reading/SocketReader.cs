using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads socket types and their codecs.</summary>
internal static class SocketReader
{
    private static readonly HashSet<string> Taken = ["IMAGE", "MASK", "AUDIO", "VIDEO", "CAPTIONS", "STRING", "INT", "FLOAT", "BOOLEAN", "JSON", "FILE", "COMBO", "*"];

    public static Read<SocketDeclaration> Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var attribute = context.Attributes[0];
        var name = attribute.FirstText();
        var fault = FaultOf(type, name);
        var place = Place.Of(type);
        return fault is null
            ? new Read<SocketDeclaration>(new SocketDeclaration(name, attribute.Text("Color"), type.ToDisplayString(CarriedTypes.Full)), place, default)
            : new Read<SocketDeclaration>(null, place, new[] { Problem.Of(Rules.SocketMalformed, place, type.Name, name, fault) }.ToEquatable());
    }

    /// <summary>The codecs that a class is.</summary>
    public static EquatableArray<CodecDeclaration> ReadCodecs(GeneratorSyntaxContext context, CancellationToken cancellation)
        => context.SemanticModel.GetDeclaredSymbol(context.Node, cancellation) is INamedTypeSymbol type ? CodecsOf(type) : default;

    /// <summary>The codecs that a class is.</summary>
    public static EquatableArray<CodecDeclaration> CodecsOf(INamedTypeSymbol type)
    {
        if (type is not
            {
                TypeKind: TypeKind.Class, IsAbstract: false, IsGenericType: false, DeclaredAccessibility: Accessibility.Public,
            } || !type.InstanceConstructors.Any(constructor => constructor is { Parameters.Length: 0, DeclaredAccessibility: Accessibility.Public }))
        {
            return default;
        }

        return type.AllInterfaces
            .Where(face => face.MetadataName == "IValueCodec`1" && face.ContainingNamespace.ToDisplayString() == "MySpinBot.Sdk")
            .Select(face => new CodecDeclaration(
                type.ToDisplayString(CarriedTypes.Full),
                face.TypeArguments[0].WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(CarriedTypes.Full)))
            .ToEquatable();
    }

    private static string? FaultOf(INamedTypeSymbol type, string name)
    {
        if (type.IsGenericType)
        {
            return "it has type parameters";
        }

        if (Taken.Contains(name))
        {
            return "the Sdk has a socket of that name";
        }

        return name.Length == 0 || name.Any(letter => letter == ',' || char.IsWhiteSpace(letter)) ? "the name is empty or holds a comma or a space" : null;
    }
}
