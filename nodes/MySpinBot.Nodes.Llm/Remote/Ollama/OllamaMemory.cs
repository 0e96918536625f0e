using System.Collections.Concurrent;
using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm.Remote.Ollama;

/// <summary>Models of an Ollama that computes on this machine, as residents of our shelf: they are loaded when there is room, and when something else needs the room Ollama is told to free them (<c>keep_alive: 0</c>).</summary>
/// <param name="connection">The server.</param>
/// <param name="persistence">How long it is waited for.</param>
/// <param name="shelf">The shelf.</param>
/// <param name="log">Where it is said that a model does not fit.</param>
internal sealed class OllamaMemory(OllamaConnection connection, Persistence persistence, IModelShelf shelf, INodeLog log)
{
    // What a model takes beside its weights: its memory for texts, and its work.
    private const double Beside = 1.25;

    private readonly ConcurrentDictionary<string, bool> _tooLarge = new(StringComparer.Ordinal);

    /// <summary>Holds a model while it is used. Null where it cannot be held: then Ollama alone decides where it computes.</summary>
    /// <exception cref="RemoteFault">The server cannot be asked.</exception>
    public async ValueTask<IDisposable?> HoldAsync(string model, CancellationToken cancellation)
    {
        if (await BytesAsync("api/tags", "size", model, cancellation) is not { } bytes)
        {
            return null; // it has no such model, and says so itself when it is asked
        }

        var device = shelf.Ledgers.Select(ledger => ledger.Device).FirstOrDefault(device => device != DeviceId.Cpu);
        device = device == default ? DeviceId.Cpu : device;
        try
        {
            return await shelf.LeaseAsync(RecipeOf(model, device, (long)(bytes * Beside)), cancellation);
        }
        catch (NodeFailure refusal) when (refusal.InnerException is not RemoteFault)
        {
            if (_tooLarge.TryAdd(model, true))
            {
                log.Warn($"The model {model} of the target {connection.Target.Name} is not counted among what is in memory: {refusal.Message}");
            }

            return null;
        }
    }

    private ModelRecipe<OllamaModel> RecipeOf(string model, DeviceId device, long estimate) => new()
    {
        Key = $"ollama {connection.Target.Address} {model}",
        Title = $"{model} (Ollama)",
        Device = device,
        EstimatedBytes = estimate,
        Load = async cancellation =>
        {
            // Without a prompt it loads, and answers when it is there.
            await persistence.AskOnceAsync(stop => TellAsync(model, null, stop), cancellation);
            var taken = await BytesAsync("api/ps", device == DeviceId.Cpu ? "size" : "size_vram", model, cancellation);
            return new Resident<OllamaModel>(new OllamaModel(model), taken ?? estimate, () => FreeAsync(model));
        },
    };

    // A server that is gone has freed everything.
    private async ValueTask FreeAsync(string model)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await TellAsync(model, 0, patience.Token);
        }
        catch (Exception met) when (met is RemoteFault or HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            log.Warn($"The target {connection.Target.Name} was to free {model}, and did not answer.");
        }
    }

    private async Task<bool> TellAsync(string model, int? keepAlive, CancellationToken cancellation)
    {
        using var answer = await connection.DocumentAsync("api/generate", OllamaConnection.Json(writer =>
        {
            writer.WriteString("model", model);
            writer.WriteBoolean("stream", false);
            if (keepAlive is { } seconds)
            {
                writer.WriteNumber("keep_alive", seconds);
            }
        }), cancellation);
        return true;
    }

    // Names without a tag mean the latest.
    private async Task<long?> BytesAsync(string route, string bytes, string model, CancellationToken cancellation)
        => (await persistence.AskOnceAsync(stop => connection.ModelsAsync(route, bytes, stop), cancellation)).FirstOrDefault(each => each.Name == model || each.Name == $"{model}:latest")?.Bytes;

    /// <summary>A model that another process has loaded.</summary>
    internal sealed record OllamaModel(string Name);
}
