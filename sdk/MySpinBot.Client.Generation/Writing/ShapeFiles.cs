using MySpinBot.Client.Generation.Shapes;

namespace MySpinBot.Client.Generation.Writing;

/// <summary>A file for each type.</summary>
internal static class ShapeFiles
{
    public static IEnumerable<CodeFile> Of(ShapeBook book) => book.Shapes.Select(shape => new CodeFile($"{shape.Name}.cs", shape switch
    {
        RecordShape record => Record(record),
        EnumShape choice => Choice(choice),
        UnionShape union => Union(union),
        _ => throw new NotSupportedException(shape.GetType().Name),
    }));

    private static string Record(RecordShape record)
    {
        var code = new CodeText("System.Text.Json", "System.Text.Json.Serialization").Summary(record.Summary, record.Name);
        return code.Block($"public sealed record {record.Name}{(record.Union is { } union ? $" : {union}" : "")}", () =>
        {
            var isFirst = true;
            foreach (var property in record.Properties)
            {
                (isFirst ? code : code.Line()).Summary(property.Summary, property.Name).Line($"[JsonPropertyName(\"{property.Json}\")]");
                code.Line(property.IsRequired ? $"public required {property.Type} {property.Name} {{ get; init; }}" : $"public {property.Type}? {property.Name} {{ get; init; }}");
                isFirst = false;
            }
        }).ToString();
    }

    private static string Choice(EnumShape choice)
    {
        var code = new CodeText("System.Text.Json.Serialization").Summary(choice.Summary, choice.Name).Line($"[JsonConverter(typeof(ChoiceConverter<{choice.Name}>))]");
        return code.Block($"public enum {choice.Name}", () =>
        {
            code.Line("/// <summary>One that a later server knows.</summary>").Line("Other,");
            foreach (var (json, name) in choice.Members)
            {
                code.Line().Line($"/// <summary><c>{CodeText.Escape(json)}</c></summary>").Line($"[JsonStringEnumMemberName(\"{json}\")]").Line($"{(name == "Other" ? "Other_" : name)},");
            }
        }).ToString();
    }

    private static string Union(UnionShape union)
    {
        var code = new CodeText("System.Text.Json", "System.Text.Json.Serialization").Summary(union.Summary, union.Name).Line($"[JsonConverter(typeof({union.Name}Converter))]");
        code.Line($"public abstract record {union.Name};").Line();
        code.Line($"/// <summary>One of a kind that a later server knows.</summary>").Line("/// <param name=\"Json\">All of it.</param>").Line($"public sealed record Other{union.Name}(JsonElement Json) : {union.Name};").Line();
        return code.Block($"internal sealed class {union.Name}Converter : JsonConverter<{union.Name}>", () =>
        {
            code.Block($"public override {union.Name} Read(ref Utf8JsonReader reader, System.Type typeToConvert, JsonSerializerOptions options)", () =>
            {
                code.Line("var json = JsonElement.ParseValue(ref reader);");
                code.Line($"var kind = json.ValueKind == JsonValueKind.Object && json.TryGetProperty(\"{union.Field}\", out var field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;");
                code.Block("return kind switch", () =>
                {
                    foreach (var (value, type) in union.Cases)
                    {
                        code.Line($"\"{value}\" => json.Deserialize(ClientJson.Default.{type})!,");
                    }

                    code.Line($"_ => new Other{union.Name}(json),");
                }, ";");
            }).Line();
            code.Block($"public override void Write(Utf8JsonWriter writer, {union.Name} value, JsonSerializerOptions options)", () => code.Line($"throw new NotSupportedException(\"The server tells these; nobody tells it.\");"));
        }).ToString();
    }
}
