using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;

namespace MySpinBot.Benchmarks.Serving;

/// <summary>The server's rows of DESIGN, section 11: real processes, real HTTP, clients on the same cores.</summary>
internal static class ServingRows
{
    private const int Clients = 8;
    private const int Rounds = 5;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("serve-jobs", Jobs), new("serve-connections", Connections), new("serve-queue", Queue), new("serve-start", Start), new("serve-memory", Memory),
    ];

    private static async Task<IReadOnlyList<Row>> Jobs()
    {
        await using var bench = await ServedBench.Open();
        await HandIn(bench, 2000, 0, null);
        await bench.UntilIdle();
        var (accepted, finished, plain) = (new List<double>(), new List<double>(), new List<double>());
        var comfy = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            plain.Add(await PerSecond(4000, () => Each(bench, 4000, "GET", "/health/live", _ => "")));
            var began = Stopwatch.GetTimestamp();
            accepted.Add(await PerSecond(4000, () => HandIn(bench, 4000, round * 100_000, null)));
            await bench.UntilIdle();
            finished.Add(4000 / Stopwatch.GetElapsedTime(began).TotalSeconds);
            comfy.Add(await PerSecond(2000, () => Each(bench, 2000, "POST", "/prompt", i => $"{{\"prompt\":{Graph((round * 100_000) + 50_000 + i)}}}")));
            await bench.UntilIdle();
        }

        return
        [
            new Row($"tiny jobs accepted durably, {Clients} clients", "jobs/s", accepted, "≥ 2,000", "GET /health/live", plain),
            new Row($"tiny jobs finished, from the first request to the last result, {Clients} clients", "jobs/s", finished, "≥ 1,000", "GET /health/live", plain),
            new Row("the same accepted by POST /prompt", "jobs/s", comfy, "≥ 2,000", "GET /health/live", plain),
        ];
    }

    private static async Task<IReadOnlyList<Row>> Connections()
    {
        await using var bench = await ServedBench.Open();
        await HandIn(bench, 2000, 0, null);
        await bench.UntilIdle();
        var (alone, beside, unread) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= Rounds; round++)
        {
            alone.Add(await Finished(bench, round * 100_000));
            await using (await Sockets.Open(bench.Port, 200, reads: true))
            {
                beside.Add(await Finished(bench, (round * 100_000) + 30_000));
            }

            await using (await Sockets.Open(bench.Port, 200, reads: false))
            {
                unread.Add(await Finished(bench, (round * 100_000) + 60_000));
            }
        }

        return
        [
            new Row("tiny jobs finished beside 200 live connections", "jobs/s", beside, "> 0.9 ×", "without them", alone),
            new Row("tiny jobs finished beside 200 connections that never read", "jobs/s", unread, "> 0.9 ×", "without them", alone),
        ];
    }

    private static async Task<IReadOnlyList<Row>> Queue()
    {
        await using var bench = await ServedBench.Open();
        await bench.Post("/api/v1/queue/pause");
        await HandIn(bench, 10_000, 0, null);
        var (list, queue, cancel) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            list.Add(await Milliseconds(() => bench.Http.GetByteArrayAsync("/api/v1/jobs?limit=100&state=queued")));
            queue.Add(await Milliseconds(() => bench.Http.GetByteArrayAsync("/queue")));
        }

        cancel.Add(await Milliseconds(() => bench.Post("/queue", """{"clear":true}""")));
        return
        [
            new Row("a page of 100 of 10,000 jobs that wait", "ms", list, "quickly"), new Row("GET /queue with 10,000 jobs that wait", "ms", queue, "quickly"),
            new Row("10,000 jobs that wait are cancelled by one request", "ms", cancel, "quickly"),
        ];
    }

    private static async Task<IReadOnlyList<Row>> Start()
    {
        await using var bench = await ServedBench.Open(plugins: 200);
        var (again, first) = (new List<double>(), new List<double>());
        var bytes = (await bench.Http.GetByteArrayAsync("/object_info")).Length;
        for (var round = 0; round < Rounds; round++)
        {
            bench.Kill();
            again.Add(await UntilComplete(bench, bytes));
            bench.Kill();
            bench.ForgetCatalog();
            first.Add(await UntilComplete(bench, bytes));
        }

        return
        [
            new Row($"process start to a complete /object_info, 200 plugins ({bytes >> 10} KiB)", "ms", again, "< 1,000"),
            new Row("the same where the plugins were never seen before", "ms", first, ""),
        ];
    }

    private static async Task<IReadOnlyList<Row>> Memory()
    {
        await using var bench = await ServedBench.Open();
        await Task.Delay(2000);
        var idle = bench.Memory();
        List<double> server = [], worker = [];
        for (var part = 1; part <= 4; part++)
        {
            await HandIn(bench, 5000, part * 100_000, null);
            await bench.UntilIdle();
            var (ofServer, ofWorker) = bench.Memory();
            server.Add(ofServer);
            worker.Add(ofWorker);
        }

        return
        [
            new Row("idle: server and worker together", "MiB", [idle.Server + idle.Worker], "< 150", "the server alone", [idle.Server]),
            new Row("the server after 5,000, 10,000 … 20,000 jobs", "MiB", server, "flat", "after 5,000", [.. server.Select(_ => server[0])]),
            new Row("the worker after 5,000, 10,000 … 20,000 jobs", "MiB", worker, "flat", "after 5,000", [.. worker.Select(_ => worker[0])]),
        ];
    }

    private static async Task<double> UntilComplete(ServedBench bench, int bytes)
    {
        var began = Stopwatch.GetTimestamp();
        bench.Start();
        await bench.UntilAnswers("/object_info");
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return (await bench.Http.GetByteArrayAsync("/object_info")).Length == bytes ? took : throw new InvalidOperationException("The catalog is not complete.");
    }

    private static async Task<double> Finished(ServedBench bench, int from)
    {
        var began = Stopwatch.GetTimestamp();
        await HandIn(bench, 3000, from, null);
        await bench.UntilIdle();
        return 3000 / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static Task HandIn(ServedBench bench, int count, int from, string? key)
        => Each(bench, count, "POST", "/api/v1/jobs", i => $"{{\"graph\":{Graph(from + i)}{(key is null ? "" : $",\"name\":\"{key}\"")}}}");

    private static Task Each(ServedBench bench, int count, string method, string path, Func<int, string> body)
        => Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            using var connection = new RawClient(bench.Port);
            for (var i = client; i < count; i += Clients)
            {
                var status = await connection.Send(method, path, body(i));
                if (status is not (200 or 202))
                {
                    throw new InvalidOperationException($"{method} {path} was answered {status}.");
                }
            }
        })));

    /// <summary>A number, one added, an end: other numbers each time, so nothing is reused.</summary>
    private static string Graph(int number)
        => $$$"""{"a":{"class_type":"BenchNumber","inputs":{"value":{{{number.ToString(CultureInfo.InvariantCulture)}}}}},"b":{"class_type":"BenchAdd","inputs":{"a":["a",0],"b":1}},"c":{"class_type":"BenchEnd","inputs":{"value":["b",0] } } }""";

    private static async Task<double> PerSecond(int count, Func<Task> act) => count / (await Milliseconds(act) / 1000);

    private static async Task<double> Milliseconds(Func<Task> act)
    {
        var began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>Live connections: each reads what comes and throws it away, or never reads.</summary>
    private sealed class Sockets : IAsyncDisposable
    {
        private readonly List<ClientWebSocket> _sockets = [];
        private readonly List<Task> _reading = [];
        private readonly CancellationTokenSource _over = new();

        public static async Task<Sockets> Open(int port, int count, bool reads)
        {
            var all = new Sockets();
            for (var i = 0; i < count; i++)
            {
                var socket = new ClientWebSocket();
                await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/ws?clientId=bench{i}"), CancellationToken.None);
                all._sockets.Add(socket);
                if (reads)
                {
                    all._reading.Add(all.Read(socket));
                }
            }

            return all;
        }

        public async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            _sockets.ForEach(socket => socket.Dispose());
            await Task.WhenAll(_reading);
            _over.Dispose();
        }

        private async Task Read(ClientWebSocket socket)
        {
            var buffer = new byte[1 << 14];
            try
            {
                while (true)
                {
                    await socket.ReceiveAsync(buffer.AsMemory(), _over.Token);
                }
            }
            catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or ObjectDisposedException)
            {
                // Over.
            }
        }
    }
}
