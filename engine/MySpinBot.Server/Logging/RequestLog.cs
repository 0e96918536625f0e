using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Security;
using MySpinBot.Server.Tracing;

namespace MySpinBot.Server.Logging;

/// <summary>Logs each request and how it was answered, where somebody wants to hear that. Only the path is told: what stands behind the question mark may be a key or a signature.</summary>
internal static class RequestLog
{
    /// <summary>Puts it into the pipeline, in front of everything else; not at all where nobody hears it.</summary>
    public static void UseRequestLog(this IApplicationBuilder app, ServerOptions options)
    {
        if (options.Hears(LogLevel.Debug))
        {
            app.Use(next => context => LogAsync(next, context, options));
        }
    }

    private static async Task LogAsync(RequestDelegate next, HttpContext context, ServerOptions options)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            var (request, status) = (context.Request, context.Response.StatusCode);
            options.Say(new LogEntry(
                LogLevel.Debug,
                "request",
                string.Create(CultureInfo.InvariantCulture, $"{Shown.Plain(request.Method)} {Shown.Plain(request.Path.Value ?? "/")} {status} {took:0.0} ms"))
            {
                Owner = context.OwnerOrNull(),
                Request = context.TraceIdentifier,
                Trace = IncomingTrace.Of(context.Request)?.TraceId.ToHexString(),
                Status = status,
                Milliseconds = Math.Round(took, 3),
            });
        }
    }
}
