using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace MySpinBot.Sdk.Tests.Surface;

/// <summary>The public surface of an assembly as a text: one line a type, one a member, in order of their names.</summary>
internal static class PublicSurface
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            foreach (var line in Lines(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        var record = type.GetMethod("<Clone>$") is not null || type.GetMethod("PrintMembers", Members) is not null ? "record " : "";
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        var bases = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Select(TypeName.Of).Order(StringComparer.Ordinal);
        var parent = type.BaseType is { } direct && direct != typeof(object) && !type.IsValueType ? [TypeName.Of(direct)] : Array.Empty<string>();
        var all = string.Join(", ", parent.Concat(type.IsEnum ? [] : bases));
        return $"{record}{kind} {TypeName.Of(type)}{(all.Length > 0 ? $" : {all}" : "")}";
    }

    private static IEnumerable<string> Lines(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), System.Globalization.CultureInfo.InvariantCulture)}");
        }

        return type.GetMembers(Members).Select(Line).OfType<string>();
    }

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when IsSeen(constructor) => $"new({Parameters(constructor)})",
        PropertyInfo property when property.GetAccessors(true).Any(IsSeen) => Property(property),
        FieldInfo { IsPublic: true } field => $"{(field.IsLiteral ? "const " : "static ")}{TypeName.Of(field)} {field.Name}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")}",
        EventInfo @event => $"event {@event.Name}",
        // What the compiler writes for every record is said by the word record.
        MethodInfo method when method.IsDefined(typeof(CompilerGeneratedAttribute), false) => null,
        MethodInfo method when IsSeen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && !method.Name.Contains('<', StringComparison.Ordinal)
            => $"{Modifier(method)}{TypeName.Of(method.ReturnParameter)} {method.Name}{Generic(method)}({Parameters(method)})",
        _ => null,
    };

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(true).Where(IsSeen).ToArray();
        var set = property.SetMethod is { } setter && IsSeen(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? " init;" : " set;"
            : "";
        var required = property.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "RequiredMemberAttribute") ? "required " : "";
        var index = property.GetIndexParameters().Length > 0 ? $"[{string.Join(", ", property.GetIndexParameters().Select(Parameter))}]" : "";
        return $"{Modifier(accessors[0])}{required}{TypeName.Of(property)} {property.Name}{index} {{{(property.GetMethod is null ? "" : " get;")}{set} }}";
    }

    private static string Modifier(MethodInfo method)
        => (method.IsFamily ? "protected " : "") + (method.IsStatic ? "static " : method.IsAbstract && !method.DeclaringType!.IsInterface ? "abstract " : "");

    private static string Generic(MethodInfo method)
        => method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var spread = parameter.IsOut ? "out " : parameter.GetCustomAttribute<ParamArrayAttribute>() is null ? "" : "params ";
        var fallback = parameter.HasDefaultValue
            ? $" = {parameter.DefaultValue switch { null => "default", string text => $"\"{text}\"", bool flag => flag ? "true" : "false", var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) }}"
            : "";
        return $"{spread}{TypeName.Of(parameter)} {parameter.Name}{fallback}";
    }
}
