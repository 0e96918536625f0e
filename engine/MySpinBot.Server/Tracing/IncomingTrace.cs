using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Tracing;

/// <summary>The trace that a request belongs to, as whoever sends it says (W3C Trace Context, https://www.w3.org/TR/trace-context/). One that is malformed is as good as none.</summary>
internal static class IncomingTrace
{
    private const string Header = "traceparent";

    private static readonly AsyncLocal<string?> Ambient = new();

    /// <summary>That of the request that is being answered, as <c>traceparent</c>; null for none, and where no traces are sent.</summary>
    public static string? Current => Ambient.Value;

    /// <summary>Has jobs know the trace of the request that hands them in. Costs nothing where no traces are sent.</summary>
    public static void UseIncomingTraces(this IApplicationBuilder app, ServerOptions options)
    {
        if (options.TraceEndpoint is null)
        {
            return;
        }

        app.Use(next => context =>
        {
            if (Of(context.Request) is { } trace)
            {
                Ambient.Value = Written(trace);
            }

            return next(context);
        });
    }

    /// <summary>The trace of a request; null for none.</summary>
    public static ActivityContext? Of(HttpRequest request) => request.Headers[Header] is [{ Length: < 256 } given] ? Read(given) : null;

    /// <summary>Reads a <c>traceparent</c>; null where it is none.</summary>
    public static ActivityContext? Read(string? text) => ActivityContext.TryParse(text, null, isRemote: true, out var trace) ? trace : null;

    private static string Written(ActivityContext trace) => $"00-{trace.TraceId.ToHexString()}-{trace.SpanId.ToHexString()}-{(trace.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00")}";
}
