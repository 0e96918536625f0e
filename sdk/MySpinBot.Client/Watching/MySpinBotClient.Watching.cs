using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MySpinBot.Client.Sending;

namespace MySpinBot.Client;

public sealed partial class MySpinBotClient
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>What happens in a job, as it happens, from its beginning or after an event, until it has ended. A connection that breaks is made anew, and nothing that is kept is missed or told twice.</summary>
    /// <param name="job">The job.</param>
    /// <param name="after">Only events after this number.</param>
    /// <param name="patience">How long a server that cannot be reached is waited for; a minute where nothing is said.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ProblemException">There is no such job, or the server refused otherwise.</exception>
    /// <exception cref="HttpRequestException">The server could not be reached for so long.</exception>
    public async IAsyncEnumerable<JobNews> WatchAsync(Guid job, long after = 0, TimeSpan? patience = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var (lost, pause) = (DateTimeOffset.MaxValue, TimeSpan.Zero);
        while (true)
        {
            HttpResponseMessage? answer = null;
            IAsyncEnumerator<SseItem<JobNews?>>? items = null;
            try
            {
                var isOver = false;
                while (!isOver)
                {
                    JobNews? news = null;
                    try
                    {
                        if (items is null)
                        {
                            answer = await _transport.SendAsync(new Call(HttpMethod.Get, $"/api/v1/jobs/{Call.Segment(job)}/events").Query("after", after), "text/event-stream", cancellation);
                            if (answer.StatusCode == HttpStatusCode.NoContent)
                            {
                                yield break;
                            }

                            items = SseParser.Create(await answer.Content.ReadAsStreamAsync(cancellation), (type, data) => Read(job, type, data)).EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);
                        }

                        isOver = !await items.MoveNextAsync();
                        news = isOver ? null : Numbered(items.Current, after);
                        (lost, pause) = (DateTimeOffset.MaxValue, TimeSpan.Zero);
                    }
                    catch (Exception fault) when (Patience.Of(fault) is { } wait && MayGoOn(ref lost, patience))
                    {
                        pause = wait > pause ? wait : Next(pause);
                        break;
                    }

                    if (news is EventNews { Number: { } number })
                    {
                        after = number;
                    }

                    if (news is not null)
                    {
                        yield return news;
                    }
                }

                if (isOver)
                {
                    // The stream ends with the job, or with the server: asked again, the first says that there is nothing more.
                    pause = TimeSpan.Zero;
                }
            }
            finally
            {
                if (items is not null)
                {
                    await items.DisposeAsync();
                }

                answer?.Dispose();
            }

            await Task.Delay(pause, cancellation);
        }
    }

    private static bool MayGoOn(ref DateTimeOffset lost, TimeSpan? patience)
    {
        var now = TimeProvider.System.GetUtcNow();
        lost = lost < now ? lost : now;
        return now - lost <= (patience ?? TimeSpan.FromMinutes(1));
    }

    private static TimeSpan Next(TimeSpan pause) => pause == TimeSpan.Zero ? TimeSpan.FromMilliseconds(200) : pause * 2 < LongestPause ? pause * 2 : LongestPause;

    // What is not kept has no id of its own; by the standard it has that of the event before.
    private static JobNews? Numbered(SseItem<JobNews?> item, long after)
        => item.Data is EventNews news && long.TryParse(item.EventId, CultureInfo.InvariantCulture, out var number) && number > after ? news with { Number = number } : item.Data;

    private static JobNews? Read(Guid job, string type, ReadOnlySpan<byte> data)
    {
        var json = JsonSerializer.Deserialize(data, ClientJson.Default.JsonElement);
        if (type != "preview")
        {
            return json.Deserialize(ClientJson.Default.EventData) is { } told ? new EventNews(job, null, told) : null;
        }

        return json.TryGetProperty("node_id", out var node) && json.TryGetProperty("url", out var url) ? new PreviewNews(job, node.GetString()!, new Uri(url.GetString()!, UriKind.RelativeOrAbsolute)) : null;
    }
}
