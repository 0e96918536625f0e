using MySpinBot.ComfyBehaviour;

namespace MySpinBot.EndToEnd.Serving.Comfy;

/// <summary>The real server, and a client that stays connected from prompt to prompt.</summary>
public abstract class ServerPlace(params string[] arguments) : IComfyPlace, IAsyncLifetime
{
    private readonly Served _server = new([.. arguments, "--cpu"]);
    private ComfyClient? _client;

    public bool Remembers => !arguments.Contains("--cache-none");

    public bool GoesByRecipeOnly => arguments.Length > 0;

    internal Served Server => _server;

    internal ComfyClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        _client = await new ComfyClient(_server).ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Client.DisposeAsync();
        _server.Dispose();
    }

    public async Task<RanPrompt> RunAsync(string prompt, IReadOnlyList<string>? targets)
    {
        var id = await Client.SubmitAsync(prompt, targets);
        var (ran, cached) = await Client.ListenAsync(id);
        return new RanPrompt(ran, cached, await Client.OutputsAsync(id));
    }
}

public sealed class DefaultServer() : ServerPlace;

public sealed class ClassicServer() : ServerPlace("--cache-classic");

public sealed class LruServer() : ServerPlace("--cache-lru", "100");

public sealed class ForgetfulLruServer() : ServerPlace("--cache-lru", "0");

public sealed class NoneServer() : ServerPlace("--cache-none");
