using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Connecting;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm.Remote.Ollama;

/// <summary>Ollama's own API on one server.</summary>
/// <param name="target">The server.</param>
/// <param name="http">Connections to it.</param>
/// <param name="time">The clock.</param>
internal sealed class OllamaConnection(OutboundTarget target, HttpClient http, TimeProvider time)
{
    private const int MostModels = 10_000;

    /// <summary>The server.</summary>
    public OutboundTarget Target => target;

    /// <summary>A JSON object as bytes.</summary>
    public static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return bytes.WrittenMemory;
    }

    /// <summary>Asks, and gives the answer's body as it comes.</summary>
    /// <param name="route">The route: <c>api/chat</c>.</param>
    /// <param name="body">What is sent; null to send nothing (GET).</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RemoteFault">The server refused.</exception>
    public async Task<HttpResponseMessage> AskAsync(string route, ReadOnlyMemory<byte>? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, $"{target.Endpoint}/{route}");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("MySpinBot", "1"));
        if (target.Key is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            var wish = answer.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null;
            throw await ServerSaid.RefusalAsync(target, (int)answer.StatusCode, wish, await answer.Content.ReadAsStreamAsync(cancellation), time.GetUtcNow(), cancellation);
        }
    }

    /// <summary>Asks for something that comes at once.</summary>
    /// <exception cref="RemoteFault">The server refused.</exception>
    /// <exception cref="JsonException">It did not send JSON.</exception>
    public async Task<JsonDocument> DocumentAsync(string route, ReadOnlyMemory<byte>? body, CancellationToken cancellation)
    {
        using var answer = await AskAsync(route, body, cancellation);
        await using var bounded = new BoundedStream(await answer.Content.ReadAsStreamAsync(cancellation), target, BoundedStream.Document, null);
        var json = await JsonDocument.ParseAsync(bounded, cancellationToken: cancellation);
        if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error))
        {
            var fault = ServerSaid.Error(target, error);
            json.Dispose();
            throw fault;
        }

        return json;
    }

    /// <summary>The models that it has, or those that are loaded.</summary>
    /// <param name="route"><c>api/tags</c> or <c>api/ps</c>.</param>
    /// <param name="bytes">The name of their size: <c>size</c>, or <c>size_vram</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<RemoteModel>> ModelsAsync(string route, string bytes, CancellationToken cancellation)
    {
        using var json = await DocumentAsync(route, null, cancellation);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("models", out var models) || models.ValueKind != JsonValueKind.Array)
        {
            throw new RemoteFault($"{ServerSaid.Who(target)} sent no list of models.");
        }

        return [.. models.EnumerateArray().Take(MostModels).Where(model => model.ValueKind == JsonValueKind.Object).Select(model => Read(model, bytes)).OfType<RemoteModel>()];
    }

    private static RemoteModel? Read(JsonElement model, string bytes)
    {
        if (!(model.TryGetProperty("model", out var name) || model.TryGetProperty("name", out name)) || name.ValueKind != JsonValueKind.String || name.GetString() is not { Length: > 0 and <= 512 } text)
        {
            return null;
        }

        var at = model.TryGetProperty("modified_at", out var changed) && changed.ValueKind == JsonValueKind.String && changed.TryGetDateTimeOffset(out var time) ? time : (DateTimeOffset?)null;
        var size = model.TryGetProperty(bytes, out var given) && given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out var number) && number >= 0 ? number : (long?)null;
        return new RemoteModel(text, null, at, size);
    }
}
