using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads socket types of assemblies that are referenced, such as those of the Sdk: they have no pack that would declare them, so whoever uses them does. The codec stands in the assembly that defines the type.</summary>
internal static class BorrowedSockets
{
    // An assembly that is referenced stays the same object while its file is the same; looking through it once is enough.
    private static readonly ConditionalWeakTable<IAssemblySymbol, IReadOnlyDictionary<string, string>> Codecs = new();

    /// <summary>The socket of a class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="attribute">What marks it.</param>
    public static SocketDeclaration Read(INamedTypeSymbol type, AttributeData attribute)
    {
        var name = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(CarriedTypes.Full);
        return new SocketDeclaration(
            attribute.FirstText(), attribute.Text("Color"), name, Codecs.GetValue(type.ContainingAssembly, CodecsIn).TryGetValue(name, out var codec) ? codec : null);
    }

    // Of two codecs for one type the first by name counts: the choice must not rest on the order in which they were compiled.
    private static IReadOnlyDictionary<string, string> CodecsIn(IAssemblySymbol assembly)
        => TypesIn(assembly.GlobalNamespace).SelectMany(type => SocketReader.CodecsOf(type))
            .GroupBy(codec => codec.ValueType, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Min(codec => codec.Type)!, StringComparer.Ordinal);

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceSymbol space)
        => space.GetTypeMembers().SelectMany(WithNested).Concat(space.GetNamespaceMembers().SelectMany(TypesIn));

    private static IEnumerable<INamedTypeSymbol> WithNested(INamedTypeSymbol type)
        => type.GetTypeMembers().Where(nested => nested.DeclaredAccessibility == Accessibility.Public).SelectMany(WithNested).Prepend(type);
}
