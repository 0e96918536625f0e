using System.Diagnostics;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Webhooks;
using MySpinBot.Storage.Jobs;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Server.Tracing;

/// <summary>A try of a webhook's call, in the trace of its job. Nothing where no traces are sent.</summary>
internal static class WebhookSpan
{
    private static readonly ActivitySource Source = new($"{TraceSender.SourceName}.Webhooks", BuildFacts.Version);

    /// <summary>Begins one; to be disposed when the try is over.</summary>
    public static Activity? Begin(Delivery call, JobReader reader)
    {
        if (!Source.HasListeners() || call.Job is not { } job)
        {
            return null;
        }

        return Source.StartActivity("webhook", ActivityKind.Client, JobTraceContext.Of(reader, job.Id))
            ?.SetTag("server.address", call.Url.IdnHost).SetTag("server.port", call.Url.Port).SetTag("myspinbot.webhook.event", call.Event).SetTag("myspinbot.webhook.attempt", call.Attempts + 1);
    }

    /// <summary>Says how it went.</summary>
    public static void Say(this Activity? span, CallOutcome outcome)
    {
        span?.SetTag("http.response.status_code", outcome.Tried.Status);
        if (!outcome.IsHeard)
        {
            span?.SetStatus(ActivityStatusCode.Error, Shown.Plain(outcome.Tried.Sentence));
        }
    }
}
