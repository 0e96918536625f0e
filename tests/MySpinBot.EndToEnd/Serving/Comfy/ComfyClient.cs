using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.ComfyBehaviour;

namespace MySpinBot.EndToEnd.Serving.Comfy;

/// <summary>A client as ComfyUI's programs are: hands prompts in over HTTP, listens on the WebSocket, asks the history what came of it, and fetches the pictures.</summary>
internal sealed class ComfyClient(Served server) : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public async Task<ComfyClient> ConnectAsync()
    {
        using var patience = Patience();
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}/ws?clientId={Id}"), patience.Token);
        return this;
    }

    /// <summary>Hands a prompt in.</summary>
    /// <exception cref="PromptRefusedException">It was refused.</exception>
    public async Task<string> SubmitAsync(string prompt, IReadOnlyList<string>? targets = null, bool named = true)
    {
        var body = new JsonObject { ["prompt"] = JsonNode.Parse(prompt) };
        if (named)
        {
            body["client_id"] = Id;
        }

        if (targets is not null)
        {
            body["partial_execution_targets"] = new JsonArray([.. targets.Select(target => (JsonNode)target)]);
        }

        using var answer = await server.Http.PostAsJsonAsync("/prompt", body);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode == HttpStatusCode.BadRequest)
        {
            JsonElement.Parse(text).GetProperty("error").GetProperty("type").GetString().ShouldNotBeNullOrEmpty();
            throw new PromptRefusedException(text);
        }

        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonElement.Parse(text).GetProperty("prompt_id").GetString()!;
    }

    /// <summary>Listens until a prompt has ended.</summary>
    /// <exception cref="PromptFailedException">An error was told, of whichever prompt.</exception>
    public async Task<(HashSet<string> Ran, HashSet<string> Cached)> ListenAsync(string prompt)
    {
        HashSet<string> ran = [], cached = [];
        while (true)
        {
            var message = await ReceiveAsync();
            var data = message.GetProperty("data");
            var isOurs = data.TryGetProperty("prompt_id", out var id) && id.GetString() == prompt;
            switch (message.GetProperty("type").GetString())
            {
                case "executing" when isOurs && data.GetProperty("node").GetString() is not { } node:
                    return (ran, cached);
                case "executing" when isOurs:
                    ran.Add(data.GetProperty("node").GetString()!);
                    break;
                case "execution_cached" when isOurs:
                    cached.UnionWith(data.GetProperty("nodes").EnumerateArray().Select(one => one.GetString()!));
                    break;
                case "execution_error":
                    isOurs.ShouldBeTrue($"An error of another prompt was told: {data}");
                    throw new PromptFailedException(data.GetProperty("node_id").GetString()!, data.GetProperty("node_type").GetString()!, data.GetProperty("exception_message").GetString()!);
            }
        }
    }

    /// <summary>The next message that is not a picture.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        using var patience = Patience();
        while (true)
        {
            using var message = new MemoryStream();
            WebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(_buffer, patience.Token);
                part.MessageType.ShouldNotBe(WebSocketMessageType.Close, $"The server closed the socket: {_socket.CloseStatusDescription}");
                message.Write(_buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Text)
            {
                return JsonElement.Parse(message.GetBuffer().AsSpan(0, (int)message.Length));
            }
        }
    }

    /// <summary>What the history has of a prompt: the pictures that its nodes showed.</summary>
    public async Task<Dictionary<string, IReadOnlyList<byte[]>>> OutputsAsync(string prompt)
    {
        var outputs = new Dictionary<string, IReadOnlyList<byte[]>>();
        foreach (var node in (await server.GetAsync($"/history/{prompt}")).GetProperty(prompt).GetProperty("outputs").EnumerateObject())
        {
            var pictures = new List<byte[]>();
            foreach (var image in node.Value.TryGetProperty("images", out var images) ? images.EnumerateArray() : default)
            {
                var query = string.Join('&', new[] { "filename", "subfolder", "type" }.Select(name => $"{name}={Uri.EscapeDataString(image.GetProperty(name).GetString()!)}"));
                pictures.Add(await server.Http.GetByteArrayAsync($"/view?{query}"));
            }

            outputs.Add(node.Name, pictures);
        }

        return outputs;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static CancellationTokenSource Patience() => new(TimeSpan.FromMinutes(2));
}
