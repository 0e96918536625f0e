using System.Globalization;
using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Finds out how the host carries a C# type.</summary>
internal static class CarriedTypes
{
    private const string Hint = "Use string, bool, int, long, double, an enum, JsonElement, object, a type of the Sdk, or a class marked [Socket].";

    public static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat;

    private static readonly Dictionary<string, (ValueKind Kind, string Socket)> Known = new()
    {
        ["System.Text.Json.JsonElement"] = (ValueKind.Json, "JSON"),
        [SdkNames.Namespace + "Image"] = (ValueKind.Socket, "IMAGE"),
        [SdkNames.Namespace + "Mask"] = (ValueKind.Socket, "MASK"),
        [SdkNames.Namespace + "Audio"] = (ValueKind.Socket, "AUDIO"),
        [SdkNames.Namespace + "Video"] = (ValueKind.Socket, "VIDEO"),
        [SdkNames.Namespace + "Captions"] = (ValueKind.Socket, "CAPTIONS"),
        [SdkNames.Namespace + "FileReference"] = (ValueKind.File, "FILE"),
        [SdkNames.Namespace + "Secret"] = (ValueKind.Secret, "STRING"),
        [SdkNames.Namespace + "RawLink"] = (ValueKind.RawLink, "*"),
    };

    /// <summary>How a type is carried; null where it is not, and then <paramref name="refusal"/> says why.</summary>
    /// <param name="type">The type of a parameter or an output.</param>
    /// <param name="socket">The socket type that the author gave, or null.</param>
    /// <param name="own">The assembly that is compiled.</param>
    /// <param name="refusal">What to say.</param>
    public static Carried? Of(ITypeSymbol type, string? socket, IAssemblySymbol own, out Refusal? refusal)
    {
        refusal = null;
        if (ElementOfList(type) is { } element)
        {
            var carried = OfValue(element, socket, own);
            refusal = carried is null ? new Refusal(null, Hint) : null;
            return carried is null ? null : carried with { IsList = true, IsNullableList = IsAnnotated(type) };
        }

        if (OfValue(type, socket, own) is { } value)
        {
            return value;
        }

        refusal = ElementOfCollection(type) is { SpecialType: not SpecialType.System_Byte } of && OfValue(of, socket, own) is not null
            ? new Refusal(Show(of), Hint)
            : new Refusal(null, Hint);
        return null;
    }

    /// <summary>The type as its author would write it.</summary>
    public static string Show(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static Carried? OfValue(ITypeSymbol declared, string? socket, IAssemblySymbol own)
    {
        var type = declared is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : declared;
        var found = Simple(type) ?? KnownOrSocket(type, own) ?? (socket is not null && IsPlainClass(type) ? new Carried(ValueKind.Socket, socket, "") : null);
        return found is null ? null : found with
        {
            SocketType = socket ?? found.SocketType,
            Type = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(Full),
            IsValueType = type.IsValueType,
            IsNullableValue = !SymbolEqualityComparer.Default.Equals(type, declared) || IsAnnotated(declared),
        };
    }

    private static Carried? Simple(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => new Carried(ValueKind.Text, "STRING", ""),
        SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt64 => new Carried(ValueKind.Integer, "INT", ""),
        SpecialType.System_Double or SpecialType.System_Single => new Carried(ValueKind.Number, "FLOAT", ""),
        SpecialType.System_Boolean => new Carried(ValueKind.Boolean, "BOOLEAN", ""),
        SpecialType.System_Object when type.TypeKind != TypeKind.Dynamic => new Carried(ValueKind.Any, "*", ""),
        _ when type.TypeKind == TypeKind.Enum => new Carried(ValueKind.Choice, "COMBO", "") { Choices = ChoicesOf((INamedTypeSymbol)type) },
        _ => null,
    };

    private static Carried? KnownOrSocket(ITypeSymbol type, IAssemblySymbol own)
    {
        if (Known.TryGetValue(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(), out var known))
        {
            return new Carried(known.Kind, known.Socket, "");
        }

        return type.Find(SdkNames.Socket) is { } socket && type is INamedTypeSymbol { IsGenericType: false } named
            ? new Carried(ValueKind.Socket, socket.FirstText(), "") { Borrowed = SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, own) ? null : BorrowedSockets.Read(named, socket) }
            : null;
    }

    private static EquatableArray<Choice> ChoicesOf(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)
            .Select(field => new Choice(
                field.Find(SdkNames.Choice)?.FirstText() ?? field.Name,
                type.ToDisplayString(Full) + "." + Literals.Name(field.Name),
                Convert.ToString(field.ConstantValue, CultureInfo.InvariantCulture)))
            .Where(choice => names.Add(choice.Name))
            .ToEquatable();
    }

    private static ITypeSymbol? ElementOfList(ITypeSymbol type)
        => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IReadOnlyList_T } list ? list.TypeArguments[0] : null;

    private static ITypeSymbol? ElementOfCollection(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } sequence => sequence.TypeArguments[0],
        _ => type.AllInterfaces.FirstOrDefault(face => face.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0],
    };

    private static bool IsPlainClass(ITypeSymbol type)
        => type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface or TypeKind.Struct, IsTupleType: false, IsRefLikeType: false };

    private static bool IsAnnotated(ITypeSymbol type) => type.NullableAnnotation == NullableAnnotation.Annotated;
}

/// <summary>Why a type is not carried.</summary>
/// <param name="ListOf">Element type, where a list of it would be.</param>
/// <param name="Hint">What to use instead.</param>
internal sealed record Refusal(string? ListOf, string Hint);
