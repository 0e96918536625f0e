using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using MySpinBot.Server.OpenAi;

namespace MySpinBot.Server.Answers;

/// <summary>Turns whatever a request meets into an answer: under <c>/api/v1</c> and <c>/hub</c> RFC 9457's, under <c>/v1</c> OpenAI's, at the root ComfyUI's. Stands before everything that may refuse.</summary>
internal static class Refusals
{
    private static readonly HashSet<string> OfAllAnswers = new(StringComparer.OrdinalIgnoreCase) { "Vary", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy", "Tus-Resumable", "x-request-id" };

    /// <summary>Puts it into the pipeline.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="report">Hears of bugs.</param>
    public static void UseRefusals(this IApplicationBuilder app, Action<string> report) => app.Use(next => context => AnswerAsync(next, context, report));

    /// <summary>Answers with a problem, in the form of the face that was asked.</summary>
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        if (problem.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        context.Response.Headers.CacheControl = "no-store";
        return IsOwnFace(context.Request.Path)
            ? JsonAnswer.WriteAsync(context, problem.Status, problem, static (writer, told) => told.WriteTo(writer), Problem.MediaType)
            : JsonAnswer.WriteAsync(context, problem.Status, problem, WriteAsComfy);
    }

    private static async Task AnswerAsync(RequestDelegate next, HttpContext context, Action<string> report)
    {
        try
        {
            await next(context);
            if (IsBare(context) && OfStatus(context) is { } problem)
            {
                await (IsOpenAi(context) ? OpenAiError.Of(problem).WriteAsync(context) : WriteAsync(context, problem));
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or ConnectionResetException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to hear an answer.
        }
        catch (Exception met) // Nothing is above but the connection: a refusal becomes its answer, and a bug must not cost more than its request.
        {
            var error = IsOpenAi(context) ? OpenAiError.Of(met) : null;
            var problem = error is null ? Problem.Of(met) ?? OfBug(met, context, report) : null;
            if (context.Response.HasStarted)
            {
                context.Abort(); // half an answer must not look like a whole one
                return;
            }

            LetTheRestCome(context);
            Clear(context.Response);
            await (IsOpenAi(context) ? (error ?? OpenAiError.Of(problem!)).WriteAsync(context) : WriteAsync(context, problem!));
        }
    }

    // Who still sends when the connection is closed never reads why. The web server throws away what comes for some seconds after the answer is out, unless it is more than it would have taken.
    private static void LetTheRestCome(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
        {
            bound.MaxRequestBodySize = null;
        }
    }

    // What a route had begun to say goes; what was said of all answers (for other origins, for browsers) stays.
    private static void Clear(HttpResponse response)
    {
        var kept = response.Headers.Where(header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || OfAllAnswers.Contains(header.Key)).ToList();
        response.Clear();
        foreach (var header in kept)
        {
            response.Headers[header.Key] = header.Value;
        }
    }

    private static Problem OfBug(Exception bug, HttpContext context, Action<string> report)
    {
        report($"{context.Request.Method} {context.Request.Path} met a bug of the server: {bug}");
        return new Problem(StatusCodes.Status500InternalServerError, "bug", "The server met a bug of its own with this request; whoever runs it finds the story in its log.");
    }

    /// <summary>Whether a path is of our own interface, and not of ComfyUI's.</summary>
    public static bool IsOwnFace(PathString path) => path.StartsWithSegments("/api/v1") || path.StartsWithSegments("/hub") || path.StartsWithSegments("/health") || path == Metrics.MetricsRoutes.Path;

    // What routing refuses has a status and nothing else.
    private static bool IsBare(HttpContext context)
        => context.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null, ContentLength: null } && (IsOwnFace(context.Request.Path) || IsOpenAi(context));

    /// <summary>Whether a request is one of OpenAI's interface, which tells what is wrong in its own form.</summary>
    public static bool IsOpenAi(HttpContext context) => context.Request.Path.StartsWithSegments(OpenAiRoutes.Root);

    private static Problem? OfStatus(HttpContext context)
    {
        var (method, path) = (context.Request.Method, Core.Sentences.Shown.Name(context.Request.Path.Value ?? "/"));
        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new Problem(404, "unknown_route", $"There is nothing at {path}. {(IsOpenAi(context) ? "There are /v1/chat/completions, /v1/completions, /v1/embeddings and /v1/models." : "What there is stands in /api/v1/openapi.json.")}"),
            StatusCodes.Status405MethodNotAllowed => new Problem(405, "wrong_method", $"{path} does not take {Core.Sentences.Shown.Plain(method)}; it takes {context.Response.Headers.Allow}."),
            StatusCodes.Status415UnsupportedMediaType => new Problem(415, "wrong_media_type", "The body is in a form that is not read here."),
            _ => null,
        };
    }

    private static void WriteAsComfy(Utf8JsonWriter writer, Problem problem)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("type"u8, problem.Code);
        writer.WriteString("message"u8, problem.Detail);
        writer.WriteString("details"u8, "");
        writer.WriteStartObject("extra_info"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("node_errors"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
