using System.Globalization;
using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Connecting;
using MySpinBot.Nodes.Llm.Remote.Failing;

namespace MySpinBot.Nodes.Llm.Remote.OpenAi;

/// <summary>Which models a server has, and which program it runs.</summary>
/// <param name="connection">The server.</param>
internal sealed class OpenAiModels(OpenAiConnection connection)
{
    private const int MostModels = 10_000;

    // What a server runs does not change while it is asked; where it could not be told, it is asked again.
    private volatile string? _owner;

    /// <summary>The models.</summary>
    /// <exception cref="RemoteFault">The server refused, or sent no list.</exception>
    public async Task<IReadOnlyList<RemoteModel>> ListAsync(CancellationToken cancellation)
    {
        await using var body = new BoundedStream(await connection.ModelsAsync(cancellation), connection.Target, BoundedStream.Document, null);
        using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);

        // Some servers send the list as it is.
        var list = json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("data", out var data) ? data : json.RootElement;
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new RemoteFault($"{ServerSaid.Who(connection.Target)} sent no list of models.");
        }

        return [.. list.EnumerateArray().Take(MostModels).Select(Read).OfType<RemoteModel>()];
    }

    /// <summary>Which program the server runs.</summary>
    public async Task<Dialect> DialectAsync(string? model, CancellationToken cancellation)
    {
        try
        {
            var models = _owner is null ? await ListAsync(cancellation) : [];
            _owner ??= (models.FirstOrDefault(each => each.Name == model) ?? (models.Count > 0 ? models[0] : null))?.Owner ?? "";
        }
        catch (RemoteFault fault) when (!fault.IsPassing)
        {
            _owner = ""; // a gateway without a list: nothing more is known of it than OpenAI's own fields
        }

        return Dialects.Of(_owner);
    }

    private static RemoteModel? Read(JsonElement model)
    {
        if (model.ValueKind != JsonValueKind.Object || !model.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String || id.GetString() is not { Length: > 0 and <= 512 } name)
        {
            return null;
        }

        var owner = model.TryGetProperty("owned_by", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
        var at = model.TryGetProperty("created", out var created) && created.ValueKind == JsonValueKind.Number && created.TryGetInt64(out var seconds) && seconds is > 0 and < 1L << 36
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : (DateTimeOffset?)null;
        return new RemoteModel(name, owner, at, null);
    }
}
