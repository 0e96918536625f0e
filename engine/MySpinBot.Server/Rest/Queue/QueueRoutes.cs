using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Queue;

/// <summary>The queue as a whole.</summary>
internal sealed class QueueRoutes(JobDesk desk)
{
    private const int MostOfAPage = 1_000;

    /// <summary>GET /queue.</summary>
    public Task ShowAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var (offset, limit) = ((int)parameters.Number("offset", 0, 0, int.MaxValue - MostOfAPage), (int)parameters.Number("limit", 100, 1, MostOfAPage));
        parameters.Check();
        var queue = QueueSnapshot.Of(desk, context.Owner(), offset, limit);
        var next = queue.WaitingCount > offset + limit ? $"{Addresses.Queue}?offset={offset + limit}&limit={limit}" : null;
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (queue, next, desk), static (writer, told) => told.queue.WriteTo(writer, told.next, told.desk.PlaceOf));
    }

    /// <summary>POST /queue/pause.</summary>
    public Task PauseAsync(HttpContext context) => PauseAsync(context, isPaused: true);

    /// <summary>POST /queue/resume.</summary>
    public Task ResumeAsync(HttpContext context) => PauseAsync(context, isPaused: false);

    private async Task PauseAsync(HttpContext context, bool isPaused)
    {
        BodyFields.Read(await RequestBody.ReadJsonAsync(context, 1 << 10)).Check();
        await desk.PauseAsync(isPaused);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, desk.IsPaused, static (writer, paused) =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("paused"u8, paused);
            writer.WriteEndObject();
        });
    }
}
