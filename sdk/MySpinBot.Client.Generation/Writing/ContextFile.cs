using MySpinBot.Client.Generation.Shapes;

namespace MySpinBot.Client.Generation.Writing;

/// <summary>What the serializer is told of the types, so that nothing is reflected on: the client can be compiled ahead of time.</summary>
internal static class ContextFile
{
    public static CodeFile Of(ShapeBook book, IReadOnlyList<OperationShape> operations)
    {
        var types = book.Shapes.Where(shape => shape is not EnumShape).Select(shape => shape.Name)
            .Concat(operations.Where(operation => operation.Body == BodyKind.Json).Select(operation => operation.BodyType))
            .Concat(operations.SelectMany(operation => operation.AnswerTypes))
            .Append("JsonElement").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var code = new CodeText("System.Text.Json", "System.Text.Json.Serialization");
        foreach (var type in types)
        {
            code.Line(type.Contains('<', StringComparison.Ordinal) ? $"[JsonSerializable(typeof({type}), TypeInfoPropertyName = \"{Member(type)}\")]" : $"[JsonSerializable(typeof({type}))]");
        }

        code.Line("[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 512)]");
        return new CodeFile("ClientJson.cs", code.Line("internal sealed partial class ClientJson : JsonSerializerContext;").ToString());
    }

    /// <summary>What the context calls a type.</summary>
    public static string Member(string type) => Names.Pascal(type.Replace("?", "", StringComparison.Ordinal));
}
