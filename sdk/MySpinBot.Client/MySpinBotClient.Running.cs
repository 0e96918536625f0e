using System.Text.Json;

namespace MySpinBot.Client;

public sealed partial class MySpinBotClient
{
    /// <summary>Hands a graph in, waits until it has ended, and says what came of it. A lost answer is asked for again under the same key, so that it is one job whatever happens to the connection.</summary>
    /// <param name="graph">The graph, as JSON: what the editor saves, or ComfyUI's API format.</param>
    /// <param name="inputs">Values for its named inputs.</param>
    /// <param name="told">Hears what happens meanwhile.</param>
    /// <param name="cancellation">Gives up waiting; the job goes on.</param>
    /// <exception cref="ProblemException">The server refused; it says why.</exception>
    public async Task<Results> RunAsync(string graph, IReadOnlyDictionary<string, JsonElement>? inputs = null, IProgress<JobNews>? told = null, CancellationToken cancellation = default)
    {
        var submission = new Submission { Graph = Parse(graph), Inputs = inputs };
        var key = Guid.NewGuid().ToString("D");
        var job = await AgainAsync(() => SubmitJobAsync(submission, idempotencyKey: key, cancellation: cancellation), cancellation);
        var id = (job.Job ?? throw new InvalidDataException("The server took the graph and named no job.")).Id;
        await foreach (var news in WatchAsync(id, cancellation: cancellation))
        {
            told?.Report(news);
        }

        return await AgainAsync(() => GetResultsAsync(id, cancellation: cancellation), cancellation);
    }

    private static JsonElement Parse(string graph)
    {
        using var document = JsonDocument.Parse(graph, new JsonDocumentOptions { MaxDepth = ClientJson.Default.Options.MaxDepth });
        return document.RootElement.Clone();
    }

    // Whatever is asked this way may be asked twice.
    private static async Task<T> AgainAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        for (var pause = TimeSpan.FromMilliseconds(200); ; pause = pause < TimeSpan.FromSeconds(5) ? pause * 2 : pause)
        {
            try
            {
                return await ask();
            }
            catch (Exception fault) when (Patience.Of(fault) is { } wait)
            {
                await Task.Delay(wait > pause ? wait : pause, cancellation);
            }
        }
    }
}
