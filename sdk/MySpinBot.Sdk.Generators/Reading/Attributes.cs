using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads what attributes say.</summary>
internal static class Attributes
{
    public static AttributeData? Find(this ISymbol symbol, string fullName) => symbol.GetAttributes().Named(fullName);

    public static AttributeData? Named(this IEnumerable<AttributeData> attributes, string fullName)
        => attributes.FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == fullName);

    public static TypedConstant? Constant(this AttributeData? attribute, string property)
    {
        foreach (var argument in attribute?.NamedArguments ?? [])
        {
            if (argument.Key == property)
            {
                return argument.Value;
            }
        }

        return null;
    }

    public static string? Text(this AttributeData? attribute, string property) => attribute.Constant(property)?.Value as string;

    public static bool Is(this AttributeData? attribute, string property) => attribute.Constant(property)?.Value is true;

    /// <summary>The text that the constructor got, or nothing where the code does not compile anyway.</summary>
    public static string FirstText(this AttributeData attribute)
        => attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive, Value: string text }, ..] ? text : "";

    /// <summary>An enum's value as an expression.</summary>
    public static string Expression(this TypedConstant constant) => "global::" + constant.ToCSharpString();
}
