using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace MySpinBot.Benchmarks.Serving;

/// <summary>The published server on a temporary folder, with the benchmark's own plugin.</summary>
internal sealed class ServedBench : IAsyncDisposable
{
    private readonly string _folder;
    private Process? _process;

    private ServedBench(string folder)
    {
        _folder = folder;
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        Port = ((IPEndPoint)socket.LocalEndpoint).Port;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
    }

    public int Port { get; }

    public HttpClient Http { get; }

    /// <summary>Starts a server and waits until it takes jobs.</summary>
    /// <param name="plugins">How many plugins it has.</param>
    public static async Task<ServedBench> Open(int plugins = 1)
    {
        var bench = new ServedBench(Directory.CreateTempSubdirectory("myspinbot-bench-").FullName);
        var assemblies = plugins == 1 ? [PluginCopies.Original] : PluginCopies.Make(Path.Join(bench._folder, "plugins"), plugins);
        await File.WriteAllTextAsync(Path.Join(bench._folder, "plugins.json"), JsonSerializer.Serialize(new { plugins = assemblies.Select(assembly => new { assembly }) }));
        bench.Start();
        await bench.UntilAnswers("/health/ready");
        return bench;
    }

    public void Start()
    {
        var start = new ProcessStartInfo(
            Path.Join(PluginCopies.Root, "artifacts/bin/myspinbot"),
            ["serve", "--port", Port.ToString(CultureInfo.InvariantCulture), "--data", Path.Join(_folder, "data"), "--max-queue-size", "200000"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["MYSPINBOT_CACHE"] = Path.Join(_folder, "cache");
        start.Environment["MYSPINBOT_PLUGINS"] = Path.Join(_folder, "plugins.json");
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public void Kill()
    {
        _process!.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>As if it had never run with these plugins.</summary>
    public void ForgetCatalog()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Join(_folder, "data"), "catalog*").Concat(Directory.EnumerateFiles(Path.Join(_folder, "data"), "object_info*")))
        {
            File.Delete(file);
        }
    }

    public async Task UntilAnswers(string path)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(2))
        {
            try
            {
                using var answer = await Http.GetAsync(path);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(2);
        }

        throw new TimeoutException($"The server does not answer {path}.");
    }

    public async Task<JsonElement> Get(string path) => JsonElement.Parse(await Http.GetStringAsync(path));

    public async Task Post(string path, string body = "")
    {
        using var answer = await Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until no job runs or waits.</summary>
    public async Task UntilIdle()
    {
        while ((await Get("/prompt")).GetProperty("exec_info").GetProperty("queue_remaining").GetInt32() > 0)
        {
            await Task.Delay(5);
        }
    }

    /// <summary>Memory that the server and its worker have for themselves (PSS), in MiB.</summary>
    public (double Server, double Worker) Memory()
    {
        var worker = Directory.EnumerateDirectories($"/proc/{_process!.Id}/task").SelectMany(thread => File.ReadAllText(Path.Join(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault();
        return (Pss(_process.Id.ToString(CultureInfo.InvariantCulture)), worker is null ? 0 : Pss(worker));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Kill();
        _process!.Dispose();
        await Task.Run(() => Directory.Delete(_folder, recursive: true));
    }

    private static double Pss(string process)
        => File.ReadLines($"/proc/{process}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal)) is var line
            ? long.Parse(line["Pss:".Length..^"kB".Length], CultureInfo.InvariantCulture) / 1024.0
            : 0;
}
