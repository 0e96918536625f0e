using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Messages.Calling;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Capabilities;

namespace MySpinBot.Server.OpenAi;

/// <summary>Why a request was not done, as OpenAI's interface tells it: <c>{"error": {"message", "type", "param", "code"}}</c>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">For people: what is wrong and what would be right.</param>
internal sealed record OpenAiError(int Status, string Message)
{
    /// <summary>The field at fault: <c>messages[0].content</c>; null for none.</summary>
    public string? Param { get; init; }

    /// <summary>For programs; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>When to try again, where that helps.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Which kind of error it is.</summary>
    private string Type => Status switch
    {
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    /// <summary>The error that an exception tells of; null where it tells of none, and is a bug.</summary>
    public static OpenAiError? Of(Exception exception) => exception switch
    {
        OpenAiRefusal refusal => refusal.Error,
        CapabilityRefusal refusal => Of(refusal.Fault),
        _ => Problem.Of(exception) is { } problem ? Of(problem) : null,
    };

    /// <summary>The same of a problem of our own interface.</summary>
    public static OpenAiError Of(Problem problem) => new(problem.Status, problem.Detail)
    {
        Code = problem.Status switch
        {
            StatusCodes.Status401Unauthorized => "invalid_api_key",
            StatusCodes.Status429TooManyRequests => "rate_limit_exceeded",
            _ => problem.Code,
        },
        RetryAfter = problem.RetryAfter,
    };

    /// <summary>Answers with it.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (RetryAfter is { } wait)
        {
            headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (Status == StatusCodes.Status401Unauthorized)
        {
            headers.WWWAuthenticate = "Bearer";
        }

        headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, Status, this, static (writer, error) => error.WriteTo(writer));
    }

    /// <summary>Writes it.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, Message);
        writer.WriteString("type"u8, Type);
        writer.WriteString("param"u8, Param);
        writer.WriteString("code"u8, Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static OpenAiError Of(CallFault fault) => fault.Kind switch
    {
        _ when fault.Code == "model_busy" => new OpenAiError(StatusCodes.Status503ServiceUnavailable, fault.Sentence) { Code = fault.Code, RetryAfter = TimeSpan.FromSeconds(2) },
        CallFaultKind.Request => new OpenAiError(fault.Code == "model_not_found" ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, fault.Sentence)
        {
            Param = ParamOf(fault),
            Code = fault.Code,
        },
        CallFaultKind.Worker => new OpenAiError(StatusCodes.Status503ServiceUnavailable, fault.Sentence) { Code = "worker_lost", RetryAfter = TimeSpan.FromSeconds(2) },
        CallFaultKind.Memory => new OpenAiError(StatusCodes.Status503ServiceUnavailable, fault.Sentence) { Code = "out_of_memory", RetryAfter = TimeSpan.FromSeconds(10) },
        _ => new OpenAiError(StatusCodes.Status500InternalServerError, fault.Sentence) { Code = fault.Code },
    };

    // What a plugin calls a field of its request is called otherwise where the request came in.
    private static string? ParamOf(CallFault fault) => fault.Field switch
    {
        null when fault.Code == "model_not_found" => "model",
        null => null,
        nameof(Sdk.TextRequest.Format) => "response_format",
        nameof(Sdk.TextRequest.PromptTokens) => "prompt",
        nameof(Sdk.TextRequest.LogProbabilities) => "logprobs",
        nameof(Sdk.TextRequest.TemplateVariables) => "chat_template_kwargs",
        nameof(Sdk.EmbeddingRequest.Texts) or nameof(Sdk.EmbeddingRequest.Tokens) => "input",
        var field => JsonNamingPolicy.SnakeCaseLower.ConvertName(field[(field.LastIndexOf('.') + 1)..]),
    };
}

/// <summary>A request of OpenAI's form is not done.</summary>
internal sealed class OpenAiRefusal(OpenAiError error) : Exception(error.Message)
{
    /// <summary>Why.</summary>
    public OpenAiError Error { get; } = error;

    /// <summary>A field is wrong.</summary>
    public static OpenAiRefusal Wrong(string param, string sentence, string? code = null)
        => new(new OpenAiError(StatusCodes.Status400BadRequest, sentence) { Param = param, Code = code });

    /// <summary>There is no such model.</summary>
    public static OpenAiRefusal NoModel(string model)
        => new(new OpenAiError(StatusCodes.Status404NotFound, $"There is no model {Core.Sentences.Shown.Name(model)}. GET /v1/models has the names of those that there are.") { Param = "model", Code = "model_not_found" });
}
