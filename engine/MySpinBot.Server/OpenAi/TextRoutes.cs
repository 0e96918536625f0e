using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using MySpinBot.Sdk;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Capabilities;
using MySpinBot.Server.OpenAi.Asking;
using MySpinBot.Server.OpenAi.Telling;
using MySpinBot.Server.Rest.Events;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.OpenAi;

/// <summary>POST /v1/chat/completions and /v1/completions. Whoever closes the connection ends the work.</summary>
internal sealed class TextRoutes(ICapabilities capabilities, AnswerMeter meter, IHostApplicationLifetime life, ServerOptions options)
{
    // So much is written before the reader must have taken some of it.
    private const int MostUnflushed = 16 << 10;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);
    private static readonly ChatAnswerForm Chat = new();
    private static readonly CompletionAnswerForm Completion = new();

    /// <summary>POST /v1/chat/completions.</summary>
    public Task ChatAsync(HttpContext context) => AnswerAsync(context, "chat", ChatForm.Read, Chat);

    /// <summary>POST /v1/completions.</summary>
    public Task CompleteAsync(HttpContext context) => AnswerAsync(context, "completion", CompletionForm.Read, Completion);

    private async Task AnswerAsync(HttpContext context, string operation, Func<Fields, Asked> read, AnswerForm form)
    {
        var outcome = "refused";
        try
        {
            var asked = read(await AskedBody.ReadAsync(context, options.Limits.BodyBytes));
            outcome = "failed";
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
            var head = new AnswerHead(form.IdPrefix + Guid.NewGuid().ToString("N"), options.Time.GetUtcNow(), asked.Model);
            await (asked.Streams ? StreamAsync(context, asked, form, head, end.Token) : TellWholeAsync(context, asked, form, head, end.Token));
            outcome = "done";
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw Stopping();
        }
        catch (Exception refused) when (OpenAiError.Of(refused) is { Status: < 500 })
        {
            outcome = "refused";
            throw;
        }
        finally
        {
            meter.Ended(operation, context.RequestAborted.IsCancellationRequested ? "left" : outcome);
        }
    }

    private async Task TellWholeAsync(HttpContext context, Asked asked, AnswerForm form, AnswerHead head, CancellationToken cancellation)
    {
        var answers = asked.Requests.Select((_, index) => new WholeAnswer(EchoOf(asked, index))).ToList();
        var measured = asked.Requests.Select(request => meter.Begin(request.Model)).ToList();
        var usage = new UsageSum(asked.AnswersOfOne);
        await foreach (var (answer, piece) in AnswerPieces.Of(capabilities, asked.Requests, context.Owner(), cancellation))
        {
            measured[answer].Take(piece);
            answers[answer].Add(piece);
            if (piece.Usage is { } took)
            {
                usage.Add(answer, took);
            }
        }

        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (form, head, answers, usage.Sum), static (writer, it) => it.form.WriteWhole(writer, it.head, it.answers, it.Sum));
    }

    private async Task StreamAsync(HttpContext context, Asked asked, AnswerForm form, AnswerHead head, CancellationToken cancellation)
    {
        await using var pieces = new PatientReader<(int Answer, TextPiece Piece)>(token => AnswerPieces.Of(capabilities, asked.Requests, context.Owner(), token), cancellation);
        using var events = new EventWriter(context.Response.BodyWriter);
        try
        {
            await CopyAsync(context, pieces, events, asked, form, head, cancellation);
        }
        catch (Exception fault) when (context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested
            && (fault is OperationCanceledException ? OpenAiError.Of(Stopping()) : OpenAiError.Of(fault)) is { } error)
        {
            // The status is out already: the error is an event, and there is no [DONE].
            events.Write(error, static (writer, told) => told.WriteTo(writer));
            await events.FlushAsync(context.RequestAborted);
        }
    }

    private async Task CopyAsync(HttpContext context, PatientReader<(int Answer, TextPiece Piece)> pieces, EventWriter events, Asked asked, AnswerForm form, AnswerHead head, CancellationToken cancellation)
    {
        var told = asked.Requests.Select((_, index) => new ToldAnswer(index, EchoOf(asked, index), asked.TellsUsage)).ToList();
        var measured = asked.Requests.Select(request => meter.Begin(request.Model)).ToList();
        var usage = new UsageSum(asked.AnswersOfOne);
        while (true)
        {
            // Nothing is sent before the first piece is there, or nothing came for long: until then what is wrong can still be a status.
            if (context.Response.HasStarted && (!pieces.IsAtHand || events.Unflushed > MostUnflushed))
            {
                await events.FlushAsync(cancellation);
            }

            while (!await pieces.WaitAsync(Beat, options.Time))
            {
                cancellation.ThrowIfCancellationRequested();
                Begin(context);
                events.WriteBeat();
                await events.FlushAsync(cancellation);
            }

            if (!await pieces.ReadAsync())
            {
                break;
            }

            var (answer, piece) = pieces.Current;
            measured[answer].Take(piece);
            if (!context.Response.HasStarted)
            {
                Begin(context);
                await context.Response.StartAsync(cancellation);
            }

            form.Tell(events, head, told[answer], piece);
            if (piece.Usage is { } took)
            {
                usage.Add(answer, took);
            }
        }

        Begin(context);
        if (asked.TellsUsage)
        {
            form.TellUsage(events, head, usage.Sum);
        }

        events.WriteDone();
        await events.FlushAsync(cancellation);
    }

    private static void Begin(HttpContext context)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no"; // proxies would keep events back
        }
    }

    private static string EchoOf(Asked asked, int index) => asked.Echoes.Count > 0 ? asked.Echoes[index] : "";

    private static ServerRefusal Stopping() => new(RefusalKind.Unavailable, "stopping", "The server is being stopped, so the answer was broken off.");
}
