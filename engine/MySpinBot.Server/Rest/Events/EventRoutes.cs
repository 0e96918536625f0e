using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Events;

/// <summary>GET /jobs/{id}/events: as a stream while it happens, or as a page of what has happened. GET /previews/{number}.</summary>
internal sealed class EventRoutes(JobDesk desk, JobFeeds feeds, LiveStreams streams, IHostApplicationLifetime life, ServerOptions options)
{
    private const int MostOfAPage = 1_000;

    // So much is written before the reader must have taken some of it.
    private const int MostUnflushed = 16 << 10;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    public Task ShowAsync(HttpContext context)
    {
        var id = Requests.JobId(context);
        var job = desk.Find(id, context.Owner()) ?? throw Requests.NoJob($"{id:D}");
        var parameters = new Parameters(context);
        var after = parameters.Number("after", LastSeen(context, parameters), 0, long.MaxValue);
        var limit = (int)parameters.Number("limit", MostOfAPage, 1, MostOfAPage);
        parameters.Check();
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Append("Vary", "Accept");
        return WantsPage(context) ? ShowPageAsync(context, job, after, limit) : StreamAsync(context, job, after);
    }

    public Task ShowPreviewAsync(HttpContext context)
    {
        var word = Requests.Word(context, "number");
        var preview = long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? feeds.Preview(number) : null;
        if (preview is null || desk.Find(preview.Job, context.Owner()) is null)
        {
            throw new ServerRefusal(RefusalKind.Missing, "unknown_preview", $"There is no preview {Core.Sentences.Shown.Name(word)}. Only the latest ones are kept.");
        }

        context.Response.ContentType = "image/jpeg";
        context.Response.ContentLength = preview.Jpeg.Length;
        context.Response.Headers.CacheControl = "private, max-age=3600, immutable";
        return context.Response.BodyWriter.WriteAsync(preview.Jpeg, context.RequestAborted).AsTask();
    }

    // A browser says by itself what it saw last, when it comes again.
    private static long LastSeen(HttpContext context, Parameters parameters)
        => context.Request.Headers["Last-Event-ID"] is not [{ Length: > 0 } seen] ? 0
            : long.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : parameters.Wrong("Last-Event-ID", seen, "the number of an event", 0L);

    private static bool WantsPage(HttpContext context)
    {
        var accept = context.Request.Headers.Accept.ToString();
        return accept.Contains("application/json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);
    }

    private async Task ShowPageAsync(HttpContext context, Job job, long after, int limit)
    {
        var page = new List<JobNews>();
        if (after < job.LastEvent)
        {
            await using var news = new PatientReader<JobNews>(end => feeds.Watch(job.Id, after, end), context.RequestAborted);
            while (page.Count < limit && await news.ReadAsync())
            {
                if (news.Current is StoredNews stored)
                {
                    page.Add(stored);
                    if (stored.Number >= job.LastEvent)
                    {
                        break;
                    }
                }
            }
        }

        var last = page is [.., StoredNews end] ? end.Number : after;
        var next = last < job.LastEvent && page.Count > 0 ? $"{Addresses.Job(job.Id)}/events?after={last}&limit={limit}" : null;
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (job, page, next), static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteString("state"u8, Jobs.JobJson.Word(told.job.State));
            writer.WriteNumber("last_event"u8, told.job.LastEvent);
            writer.WriteStartArray("events"u8);
            foreach (var news in told.page)
            {
                NewsText.WriteObject(writer, news);
            }

            writer.WriteEndArray();
            if (told.next is { } next)
            {
                writer.WriteString("next"u8, next);
            }

            writer.WriteEndObject();
        });
    }

    private async Task StreamAsync(HttpContext context, Job job, long after)
    {
        if (job.State.IsEnd() && after >= job.LastEvent)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent; // tells a browser not to come again
            return;
        }

        using var place = streams.Take();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // proxies would keep events back
        var writer = context.Response.BodyWriter;
        writer.Write("retry: 1000\n\n"u8);
        await using var news = new PatientReader<JobNews>(token => feeds.Watch(job.Id, after, token), end.Token);
        try
        {
            await CopyAsync(news, writer, end.Token);
        }
        catch (OperationCanceledException) when (life.ApplicationStopping.IsCancellationRequested)
        {
            // The stream ends with the server; its reader comes again and goes on where he was.
        }
    }

    private async Task CopyAsync(PatientReader<JobNews> news, PipeWriter writer, CancellationToken cancellation)
    {
        while (true)
        {
            if (!news.IsAtHand || writer.UnflushedBytes > MostUnflushed)
            {
                await writer.FlushAsync(cancellation);
            }

            while (!await news.WaitAsync(Beat, options.Time))
            {
                cancellation.ThrowIfCancellationRequested();
                writer.Write(": beat\n\n"u8);
                await writer.FlushAsync(cancellation);
            }

            if (!await news.ReadAsync())
            {
                return;
            }

            NewsText.WriteEvent(writer, news.Current);
        }
    }
}
