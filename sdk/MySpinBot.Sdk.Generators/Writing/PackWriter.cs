namespace MySpinBot.Sdk.Generators;

/// <summary>Writes the class that lists what an assembly brings.</summary>
internal static class PackWriter
{
    public static string Write(PackDeclaration pack)
    {
        var attribute = $"[assembly: {Expressions.Sdk}NodePack(typeof(global::{pack.Identity.Namespace}.NodePack))]";
        var code = CodeWriter.Begin(attribute, pack.Identity.Namespace);
        code.Line("/// <summary>What this assembly brings to MySpinBot. Generated from its declarations and read by the host.</summary>");
        code.Line(Expressions.Generated);
        code.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        code.Block($"public sealed class NodePack : {Expressions.Sdk}INodePack", () =>
        {
            code.Line($"private static readonly global::System.Version BuiltAgainst = new global::System.Version({Literals.Of(pack.Identity.SdkVersion)});");
            code.Line();
            code.Line("/// <inheritdoc/>");
            code.Line("public global::System.Version SdkVersion => BuiltAgainst;");
            List(code, "Nodes", "NodeRegistration", pack.ClassTypes.Select(classType => $"{Expressions.ClassOf(classType)}.Register()"));
            List(code, "Sockets", "SocketRegistration", pack.Sockets.Select(Socket));
            List(code, "Services", "ServiceRegistration", pack.Services.Select(Service));
        });
        return code.ToString();
    }

    private static void List(CodeWriter code, string property, string type, IEnumerable<string> items)
    {
        // Made when first read: making a pack runs no author's code, and a codec's name is author's code.
        var field = "_" + char.ToLowerInvariant(property[0]) + property.Substring(1);
        var list = $"global::System.Collections.Generic.IReadOnlyList<{Expressions.Sdk}{type}>";
        code.Line();
        code.Line($"private {list}? {field};");
        code.Line();
        code.Line("/// <inheritdoc/>");
        code.Block($"public {list} {property} => {field} ??= new {Expressions.Sdk}{type}[]", () =>
        {
            foreach (var item in items)
            {
                code.Line(item + ",");
            }
        }, "};");
    }

    private static string Socket(SocketDeclaration socket)
    {
        var color = socket.Color is null ? "null" : Literals.Of(socket.Color);
        return socket.Codec is null
            ? $"{Expressions.Sdk}SocketRegistration.Live<{socket.Type}>({Literals.Of(socket.Name)}, {color})"
            : $"{Expressions.Sdk}SocketRegistration.Stored<{socket.Type}>({Literals.Of(socket.Name)}, {color}, new {socket.Codec}())";
    }

    private static string Service(ServiceDeclaration service)
    {
        var name = service.CapabilityName is null ? "null" : Literals.Of(service.CapabilityName);
        var arguments = string.Join(", ", service.Arguments.Select(type => $"services.Get<{type}>()"));
        return $"new {Expressions.Sdk}ServiceRegistration(typeof({service.Type}), {name}, static services => new {service.Type}({arguments}))";
    }
}
