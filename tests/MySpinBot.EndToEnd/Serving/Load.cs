using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace MySpinBot.EndToEnd.Serving;

/// <summary>Clients that hand jobs in without end and hold the server to every answer it gave, whatever becomes of it meanwhile. Each job saves one file under a name of its own.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly Served _server;
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<string, string> _accepted = new();
    private readonly ConcurrentDictionary<(string Job, long Number), string> _heard = new();
    private readonly List<Task> _clients;
    private readonly TimeSpan _pause;
    private int _number;
    private volatile string? _latest;

    /// <param name="server">The server.</param>
    /// <param name="clients">How many hand in.</param>
    /// <param name="pause">How long each waits after one.</param>
    public Load(Served server, int clients, TimeSpan pause)
    {
        (_server, _pause) = (server, pause);
        _clients = [.. Enumerable.Range(0, clients).Select(_ => Task.Run(HandInAsync)), Task.Run(ListenAsync)];
    }

    /// <summary>The jobs that were accepted, and the name that each saves under.</summary>
    public IReadOnlyDictionary<string, string> Accepted => _accepted;

    /// <summary>How many events were heard while all that went on.</summary>
    public int Heard => _heard.Count;

    /// <summary>Events that were heard with another content than they have on disk.</summary>
    public async Task<List<string>> ContradictionsAsync()
    {
        List<string> wrong = [];
        foreach (var job in _heard.GroupBy(heard => heard.Key.Job))
        {
            var kept = (await _server.EventsAsync(job.Key)).ToDictionary(each => each.GetProperty("number").GetInt64(), each => Canonical(each.GetProperty("data")));
            wrong.AddRange(job.Where(heard => !kept.TryGetValue(heard.Key.Number, out var there) || there != heard.Value).Select(heard => $"{heard.Key}: heard {heard.Value}, kept {kept.GetValueOrDefault(heard.Key.Number)}"));
        }

        return wrong;
    }

    /// <summary>No more jobs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_clients);
        _over.Dispose();
    }

    private async Task HandInAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            var name = $"job{Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture)}";
            var graph = $$"""
                {"text":{"class_type":"Load","inputs":{"text":"{{name}}" } },
                 "busy":{"class_type":"Busy","inputs":{"text":["text",0],"seconds":0.02} },
                 "save":{"class_type":"Save","inputs":{"text":["busy",0],"prefix":"{{name}}" } } }
                """;
            while (true)
            {
                try
                {
                    var job = await _server.SubmitAsync(graph, key: name);
                    _accepted[job.GetProperty("id").GetString()!] = name;
                    _latest = job.GetProperty("id").GetString();
                    break;
                }
                catch (HttpRequestException) when (!_over.IsCancellationRequested)
                {
                    await Task.Delay(20); // it is being started again: the same once more, under the same key
                }
                catch (HttpRequestException)
                {
                    return; // nobody was told that this one was taken
                }
            }

            await Task.Delay(_pause);
        }
    }

    /// <summary>Follows one job after the other, as they come.</summary>
    private async Task ListenAsync()
    {
        string? before = null;
        while (!_over.IsCancellationRequested)
        {
            var job = _latest;
            if (job is null || job == before)
            {
                await Task.Delay(5);
                continue;
            }

            before = job;
            try
            {
                using var answer = await _server.Http.GetStreamAsync($"/api/v1/jobs/{job}/events", _over.Token);
                using var reader = new StreamReader(answer);
                var number = 0L;
                while (await reader.ReadLineAsync(_over.Token) is { } line)
                {
                    if (line.StartsWith("id:", StringComparison.Ordinal))
                    {
                        number = long.Parse(line[3..], CultureInfo.InvariantCulture);
                    }
                    else if (line.StartsWith("data:", StringComparison.Ordinal) && number > 0)
                    {
                        _heard[(job, number)] = Canonical(JsonElement.Parse(line[5..]));
                        number = 0;
                    }
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
            {
                await Task.Delay(20);
            }
        }
    }

    private static string Canonical(JsonElement json) => JsonSerializer.Serialize(json);
}
