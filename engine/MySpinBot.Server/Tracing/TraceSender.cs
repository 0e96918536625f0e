using System.Diagnostics;
using MySpinBot.Core.Sentences;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MySpinBot.Server.Tracing;

/// <summary>Sends spans to a receiver of OTLP, in batches, on a thread of its own. Nothing of OpenTelemetry is loaded before there is one of these.</summary>
internal sealed class TraceSender : IDisposable
{
    /// <summary>The name of the sources of all spans begins with this.</summary>
    public const string SourceName = "MySpinBot";

    private const int MostWaiting = 1 << 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ActivitySource _source = new($"{SourceName}.Jobs", BuildFacts.Version);
    private readonly TracerProvider _provider;

    /// <summary>A sender to the receiver that the options name.</summary>
    public TraceSender(ServerOptions options)
    {
        try
        {
            _provider = Provider(options);
        }
        catch (ArgumentException fault)
        {
            // Settings of OpenTelemetry's own are variables that it reads itself.
            throw new ServerRefusal(RefusalKind.Wrong, "bad_traces", $"Traces cannot be sent as it was asked for: {fault.Message} Look at traces.headers (name=value,name=value) and the variables OTEL_….");
        }
    }

    /// <summary>Sends the spans of a job.</summary>
    /// <param name="spans">The spans; the first is the job's.</param>
    /// <param name="trace">The trace that they belong to, and what the job is part of there.</param>
    public void Send(IReadOnlyList<PlannedSpan> spans, ActivityContext trace)
    {
        var parents = new ActivityContext[spans.Count];
        for (var i = 0; i < spans.Count; i++)
        {
            var span = spans[i];
            var parent = span.Parent < 0 ? trace : parents[span.Parent];
            Activity.Current = null;
            using var activity = _source.StartActivity(span.Name, span.Parent < 0 ? ActivityKind.Consumer : ActivityKind.Internal, parent, span.Attributes!, null, span.Start);
            if (activity is null)
            {
                return; // whoever handed the job in has decided that its trace is not kept
            }

            parents[i] = activity.Context;
            if (span.Fault is { } fault)
            {
                activity.SetStatus(ActivityStatusCode.Error, Shown.Plain(fault));
            }

            activity.SetEndTime(span.End.UtcDateTime);
            activity.Stop();
        }
    }

    /// <summary>Sends what waits, and ends.</summary>
    public void Dispose()
    {
        _provider.ForceFlush((int)Patience.TotalMilliseconds / 2);
        _provider.Dispose();
        _source.Dispose();
    }

    // As the specification has it: an address without a path is that of a receiver, and its traces are at /v1/traces.
    private static Uri Receiver(Uri endpoint) => endpoint.AbsolutePath is "/" or "" ? new Uri(endpoint, "/v1/traces") : endpoint;

    private static TracerProvider Provider(ServerOptions options)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("myspinbot", serviceVersion: BuildFacts.Version, autoGenerateServiceInstanceId: true).AddEnvironmentVariableDetector();
        return OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource($"{SourceName}.*")
            .AddOtlpExporter(exporter =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = Receiver(options.TraceEndpoint!);
                exporter.TimeoutMilliseconds = (int)Patience.TotalMilliseconds;
                exporter.BatchExportProcessorOptions.MaxQueueSize = MostWaiting;
                exporter.BatchExportProcessorOptions.ScheduledDelayMilliseconds = 1_000;
                if (options.TraceHeaders is { } headers)
                {
                    exporter.Headers = headers;
                }
            })
            .Build();
    }
}
