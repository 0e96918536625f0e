using System.Diagnostics;
using System.Globalization;
using MySpinBot.Server.Tests.Rest;
using Newtonsoft.Json.Linq;

namespace MySpinBot.EndToEnd.Serving.Fuzzing;

/// <summary>Sends every described route, and each of ComfyUI's, what the description allows and what it does not. Each answer has to be one that the description promises: never a 500, never a hang, never the end of the server.
/// <c>MYSPINBOT_FUZZ_SECONDS</c> makes it longer, <c>MYSPINBOT_FUZZ_SEED</c> does one again; the report stands in <c>artifacts/tests/fuzz.txt</c>.</summary>
public sealed class Whatever_is_sent_to_any_route
{
    private const int Clients = 4;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StreamRead = TimeSpan.FromMilliseconds(500);

    private readonly Harvest _harvest = new();
    private readonly FuzzReport _report = new();

    [Fact]
    public async Task Is_answered_as_described()
    {
        var seconds = double.Parse(Environment.GetEnvironmentVariable("MYSPINBOT_FUZZ_SECONDS") ?? "25", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("MYSPINBOT_FUZZ_SEED") ?? "5", CultureInfo.InvariantCulture);
        using var server = new Served();
        await server.StartAsync();
        var (process, worker) = (server.ProcessId, server.Worker());

        await FuzzAsync(server, seed, TimeSpan.FromSeconds(seconds / 3));
        var before = Resident(process);
        await FuzzAsync(server, seed + 1_000, TimeSpan.FromSeconds(seconds * 2 / 3));
        var after = Resident(process);

        var head = string.Create(
            CultureInfo.InvariantCulture, $"seed {seed}: {_report.Requests} requests to {Operations().Count} routes in {seconds:0} s; server {before >> 20} → {after >> 20} MiB; worker {(server.Worker() == worker ? "the same" : "another")}");
        var file = Path.Join(Product.Root, "artifacts", "tests", "fuzz.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, _report.Text(head), TestContext.Current.CancellationToken);
        TestContext.Current.SendDiagnosticMessage(head);

        _report.Faults.ShouldBeEmpty(_report.Text(head));
        server.ProcessId.ShouldBe(process);
        await server.UntilReadyAsync();
        server.Said.ShouldNotContain("mistake in MySpinBot");
        (after - before).ShouldBeLessThan(128 << 20, head);
    }

    private async Task FuzzAsync(Served server, int seed, TimeSpan time)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Http.BaseAddress, Timeout = Longest };
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var (random, operations) = (new Random(seed + client), Operations());
            var requests = new Requests(Promises.Document, _harvest, random);
            while (clock.Elapsed < time)
            {
                if (random.Next(12) == 0)
                {
                    var (plain, sent) = Plainly.Make(random);
                    await AskAsync(http, plain, sent);
                }

                var operation = operations[random.Next(operations.Count)];
                await AskAsync(http, operation, requests.Make(operation));
            }
        })));
    }

    private async Task AskAsync(HttpClient http, Described operation, Sent sent)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var answer = await http.SendAsync(sent.Message, HttpCompletionOption.ResponseHeadersRead);
            var text = await ReadAsync(answer);
            _report.Note(operation, (int)answer.StatusCode, clock.Elapsed);
            if ((int)answer.StatusCode is >= 500 and not 503 and not 507)
            {
                _report.Faults.Enqueue($"{(int)answer.StatusCode}: {Short(sent.Story)}\n    {Short(text ?? "")}");
                return;
            }

            if (!IsOfHttp(sent.Message, (int)answer.StatusCode))
            {
                await Promises.CheckAsync(answer);
            }

            if (answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "application/json" && text is { Length: > 0 and < 1 << 20 })
            {
                _harvest.Take(operation.Path, text);
            }
        }
        catch (HttpRequestException) when (sent.MayBeCutOff)
        {
            _report.Note(operation, 0, clock.Elapsed);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException or ShouldAssertException or Newtonsoft.Json.JsonException)
        {
            _report.Faults.Enqueue($"{(fault is ShouldAssertException ? Short(fault.Message) : $"after {clock.Elapsed.TotalSeconds:0.0} s {fault.GetType().Name}: {fault.Message}")}\n    {Short(sent.Story)}");
        }
        finally
        {
            sent.Message.Dispose();
        }
    }

    // What is said of any request before it is known what it asks for stands in no description: too long a line, a path that is none.
    private static bool IsOfHttp(HttpRequestMessage request, int status)
        => status is 414 or 431 || (status is 400 && request.RequestUri!.OriginalString.Contains("%00", StringComparison.Ordinal));

    // Streams go on as long as their jobs: a moment of one is enough.
    private static async Task<string?> ReadAsync(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            using var patience = new CancellationTokenSource(StreamRead);
            try
            {
                await answer.Content.CopyToAsync(Stream.Null, patience.Token);
            }
            catch (OperationCanceledException)
            {
                // It goes on, as it should.
            }

            return null;
        }

        await answer.Content.LoadIntoBufferAsync();
        return answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? await answer.Content.ReadAsStringAsync() : null;
    }

    private static List<Described> Operations()
        => [.. from path in ((JObject)Promises.Document["paths"]!).Properties()
               from method in ((JObject)path.Value).Properties()
               where method.Name is "get" or "head" or "post" or "put" or "patch" or "delete"
               select new Described(path.Name, HttpMethod.Parse(method.Name.ToUpperInvariant()), (JObject)method.Value),
            .. ComfyOperations.All];

    private static string Short(string text) => text.Length > 1_500 ? $"{text[..1_500]}…" : text;

    private static long Resident(int process)
        => long.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
}
