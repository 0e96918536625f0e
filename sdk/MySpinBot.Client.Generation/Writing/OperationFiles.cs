using MySpinBot.Client.Generation.Shapes;

namespace MySpinBot.Client.Generation.Writing;

/// <summary>The methods of the client, a file for each part of the server, and what they give where it is one of several things.</summary>
internal static class OperationFiles
{
    public static IEnumerable<CodeFile> Of(IReadOnlyList<OperationShape> operations)
        => operations.GroupBy(operation => operation.Operation.Tag).Select(part => new CodeFile($"MySpinBotClient.{Names.Pascal(part.Key)}.cs", Part(part)))
            .Concat(operations.Where(IsChoice).Select(operation => new CodeFile($"{operation.ResultType}.cs", Answer(operation))));

    /// <summary>Whether an answer is one of several types.</summary>
    public static bool IsChoice(OperationShape operation) => operation is { Answer: AnswerKind.Json, AnswerTypes.Count: > 1 };

    private static string Part(IEnumerable<OperationShape> operations)
    {
        var code = new CodeText("System.Text.Json", "MySpinBot.Client.Sending");
        return code.Block("public sealed partial class MySpinBotClient", () =>
        {
            var isFirst = true;
            foreach (var operation in operations)
            {
                Method(isFirst ? code : code.Line(), operation);
                isFirst = false;
            }
        }).ToString();
    }

    private static void Method(CodeText code, OperationShape operation)
    {
        code.Summary($"{operation.Operation.Summary.TrimEnd('.')}. {operation.Operation.Details}".TrimEnd(), operation.Name);
        List<string> parameters = [];
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.IsRequired))
        {
            code.Parameter(parameter.Name, parameter.Summary ?? parameter.Json);
            parameters.Add($"{parameter.Type} {parameter.Name}");
        }

        if (operation.Body != BodyKind.None)
        {
            code.Parameter("body", operation.Body == BodyKind.Bytes ? "The bytes. They are read from where the stream stands." : "What is handed in.");
            parameters.Add(operation.Operation.NeedsBody ? $"{operation.BodyType} body" : $"{operation.BodyType}? body = null");
        }

        if (operation is { Body: BodyKind.Bytes, BodyMedia.Count: > 1 })
        {
            code.Parameter("mediaType", $"What they are: {string.Join(", ", operation.BodyMedia)}.");
            parameters.Add($"string mediaType = \"{operation.BodyMedia[0]}\"");
        }

        foreach (var parameter in operation.Parameters.Where(parameter => !parameter.IsRequired))
        {
            code.Parameter(parameter.Name, parameter.Summary ?? parameter.Json);
            parameters.Add($"{parameter.Type}? {parameter.Name} = null");
        }

        code.Parameter("cancellation", "Gives up.").Line("/// <exception cref=\"ProblemException\">The server refused; it says why.</exception>");
        code.Line($"public {(operation.ResultType is { } result ? $"Task<{result}>" : "Task")} {operation.Name}Async({string.Join(", ", parameters.Append("CancellationToken cancellation = default"))})");
        code.Line($"    => {Sending(operation)};");
    }

    private static string Sending(OperationShape operation)
    {
        var call = $"new Call(HttpMethod.{Names.Pascal(operation.Operation.Method)}, {PathOf(operation)})";
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.Place is "query" or "header"))
        {
            call += $".{Names.Pascal(parameter.Place)}(\"{parameter.Json}\", {parameter.Name})";
        }

        foreach (var (name, value) in operation.Constants)
        {
            call += $".Header(\"{name}\", \"{value}\")";
        }

        call += operation.Body switch
        {
            BodyKind.Json => $".Json(body, ClientJson.Default.{ContextFile.Member(operation.BodyType)})",
            BodyKind.Bytes => $".Bytes(body, {(operation.BodyMedia.Count > 1 ? "mediaType" : $"\"{operation.BodyMedia[0]}\"")})",
            _ => "",
        };
        return operation.Answer switch
        {
            AnswerKind.Nothing => $"_transport.DoAsync({call}, cancellation)",
            AnswerKind.Text => $"_transport.TextAsync({call}, cancellation)",
            AnswerKind.Bytes => $"_transport.BytesAsync({call}, cancellation)",
            _ when IsChoice(operation) => $"_transport.ReadAsync({call}, {operation.ResultType}.Read, cancellation)",
            _ => $"_transport.ReadAsync({call}, ClientJson.Default.{ContextFile.Member(operation.ResultType!)}, cancellation)",
        };
    }

    private static string PathOf(OperationShape operation)
    {
        var path = operation.Operation.Path;
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.Place == "path"))
        {
            path = path.Replace($"{{{parameter.Json}}}", $"{{Call.Segment({parameter.Name})}}", StringComparison.Ordinal);
        }

        return path.Contains('{', StringComparison.Ordinal) ? $"$\"{path}\"" : $"\"{path}\"";
    }

    private static string Answer(OperationShape operation)
    {
        var code = new CodeText("System.Text.Json", "MySpinBot.Client.Sending").Summary($"What {operation.Name} answers: one of these.", operation.Name);
        return code.Block($"public sealed record {operation.ResultType}", () =>
        {
            code.Line("/// <summary>The HTTP status.</summary>").Line("public required int Status { get; init; }");
            foreach (var type in operation.AnswerTypes)
            {
                code.Line().Line($"/// <summary>The answer, where it is one of these; null where it is not.</summary>").Line($"public {type}? {PropertyOf(type)} {{ get; init; }}");
            }

            code.Line().Line($"internal static {operation.ResultType} Read(int status, JsonElement json) => new()").Line("{").Line("    Status = status,");
            foreach (var type in operation.AnswerTypes)
            {
                code.Line($"    {PropertyOf(type)} = Call.Has(json{string.Concat(operation.RequiredOf(type).Select(field => $", \"{field}\""))}) ? json.Deserialize(ClientJson.Default.{ContextFile.Member(type)}) : null,");
            }

            code.Line("};");
        }).ToString();
    }

    private static string PropertyOf(string type) => ContextFile.Member(type);
}
