using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace MySpinBot.EndToEnd.Serving;

/// <summary>A server as a user has it, on a data folder of its own that outlives it, with the nodes that have bad habits beside the usual ones.</summary>
internal sealed class Served : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string[] _arguments;
    private Process? _process;
    private readonly StringBuilder _said = new();

    public Served(params string[] arguments)
    {
        Place = new Workplace();
        _arguments = arguments;
        Port = FreePort();
        Signs = Directory.CreateDirectory(Path.Join(Place.Folder, "signs")).FullName;
        Place.Write("plugins.json", JsonSerializer.Serialize(new
        {
            plugins = new object[]
            {
                new { assembly = Built("artifacts/plugins/MySpinBot.Nodes.Basics/MySpinBot.Nodes.Basics.dll") },
                new { assembly = Built("artifacts/plugins/MySpinBot.Nodes.Media/MySpinBot.Nodes.Media.dll") },
                new { assembly = Built("tests/MySpinBot.BadHabits/bin/Release/net10.0/MySpinBot.BadHabits.dll"), settings = new { folder = Signs } },
                new { assembly = Built("tests/MySpinBot.ComfyPack/bin/Release/net10.0/MySpinBot.ComfyPack.dll") },
            },
        }));
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}"), Timeout = Patience };
    }

    public Workplace Place { get; }

    /// <summary>A folder of models, and with it the plugins that are shipped in place of those with bad habits; null for neither.</summary>
    public string? Models { get; init; }

    public int Port { get; }

    /// <summary>Where the nodes that wait for a file look for it.</summary>
    public string Signs { get; }

    public string Data => Path.Join(Place.Folder, "data");

    public string Output => Path.Join(Data, "output");

    public HttpClient Http { get; }

    public int ProcessId => _process!.Id;

    /// <summary>What it said so far, its errors included.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts it, and waits until it answers and its worker takes jobs.</summary>
    public async Task<Served> StartAsync(bool ready = true)
    {
        Launch();
        await UntilReadyAsync(ready);
        return this;
    }

    /// <summary>Waits until it answers.</summary>
    /// <param name="ready">Whether its worker has to take jobs, too.</param>
    public async Task UntilReadyAsync(bool ready = true)
    {
        await Until.TrueAsync(async () => _process!.HasExited || await AnswersAsync(ready ? "/health/ready" : "/health/live"), Patience, () => $"The server did not answer. It said: {Said}");
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"The server ended with {_process.ExitCode}. It said: {Said}");
        }
    }

    /// <summary>Starts it and waits for nothing.</summary>
    public void Launch()
    {
        // Not through the launcher: it would look for changed sources each of a hundred times.
        var start = new ProcessStartInfo(Built("artifacts/bin/myspinbot"), ["serve", "--port", Port.ToString(CultureInfo.InvariantCulture), "--data", Data, .. _arguments])
        {
            WorkingDirectory = Place.Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["MYSPINBOT_CACHE"] = Path.Join(Place.Folder, "cache");
        start.Environment["MYSPINBOT_PLUGINS"] = Models is null ? Path.Join(Place.Folder, "plugins.json") : Path.Join(Product.Root, "plugins.json");
        if (Models is not null)
        {
            start.Environment["MYSPINBOT_MODELS"] = Models;
        }

        start.Environment["MYSPINBOT_NATIVES"] = Path.Join(Product.Root, "natives", "node_modules");
        _process?.Dispose();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Ends it as a power cut would, as far as it is concerned.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Tells it to stop, and waits until it has.</summary>
    public async Task<int> StopAsync()
    {
        Signals.Send("TERM", _process!.Id);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Its worker's process; null while there is none.</summary>
    public int? Worker()
    {
        try
        {
            return Signals.ChildrenOf(_process!.Id).Cast<int?>().FirstOrDefault(child => File.ReadAllText($"/proc/{child}/cmdline").Contains("\0worker\0", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Hands a graph in; the answer's body where it was taken.</summary>
    public async Task<JsonElement> SubmitAsync(string graph, string? key = null, string? terms = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs") { Content = new StringContent($$"""{"graph":{{graph}}{{(terms is null ? "" : $",{terms}")}}}""", Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{answer.StatusCode}: {body}");
        return JsonElement.Parse(body);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path} {answer.StatusCode}: {body}");
        return JsonElement.Parse(body);
    }

    /// <summary>Waits until a job is in one of these states.</summary>
    public async Task<JsonElement> UntilAsync(string job, params string[] states)
    {
        JsonElement now = default;
        await Until.TrueAsync(
            async () =>
            {
                now = await GetAsync($"/api/v1/jobs/{job}");
                return states.Contains(now.GetProperty("state").GetString());
            },
            Patience,
            () => $"The job is {now}. The server said: {Said}");
        return now;
    }

    public Task<JsonElement> EndOfAsync(string job) => UntilAsync(job, "succeeded", "failed", "cancelled");

    /// <summary>The kept events of a job, with their numbers.</summary>
    public async Task<List<JsonElement>> EventsAsync(string job)
    {
        List<JsonElement> all = [];
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/jobs/{job}/events?after={all.Count}");
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var answer = await Http.SendAsync(request);
            var page = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("events").EnumerateArray().ToList();
            if (page.Count == 0)
            {
                return all;
            }

            all.AddRange(page);
        }
    }

    public void Sign(string name) => File.WriteAllText(Path.Join(Signs, name), "");

    public void Dispose()
    {
        Http.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process?.Dispose();
        Place.Dispose();
    }

    private async Task<bool> AnswersAsync(string path)
    {
        try
        {
            using var answer = await Http.GetAsync(path);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            if (_said.Length < 1 << 20)
            {
                _said.AppendLine(line);
            }
        }
    }

    private static string Built(string path) => Path.Join(Product.Root, path) is var full && File.Exists(full) ? full : throw new FileNotFoundException($"{full} is not built; './myspinbot test e2e' builds all of it.");

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
