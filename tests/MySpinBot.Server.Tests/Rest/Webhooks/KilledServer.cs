using System.Diagnostics;

namespace MySpinBot.Server.Tests.Rest.Webhooks;

/// <summary>A server in a process of its own, which a test kills: as a power cut would, as far as it is concerned.</summary>
internal sealed class KilledServer : IDisposable
{
    private readonly Process _process;

    private KilledServer(Process process, Uri address) => (_process, Http) = (process, new HttpClient { BaseAddress = address });

    public HttpClient Http { get; }

    public static async Task<KilledServer> StartAsync(string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(KilledServer).Assembly.Location, "server", folder]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["TMPDIR"] = Path.GetDirectoryName(folder); // what it leaves there when it is killed goes with the test
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new KilledServer(process, new Uri(line ?? throw new InvalidOperationException("The server ended by itself.")));
    }

    /// <summary>What the process does: it says where it listens, and serves until it is killed, or whoever has started it is gone.</summary>
    public static async Task<int> RunAsync(string folder)
    {
        await using var server = await RestServer.StartAsync(data: folder, told: options => options with
        {
            Webhooks = new WebhookOptions { AllowedHosts = ["127.0.0.1"], Attempts = 100_000, Backoff = TimeSpan.FromMilliseconds(1) },
        });
        Console.WriteLine(server.Address);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Http.Dispose();
        Kill();
        _process.Dispose();
    }
}
