using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Bodies;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Comfy.Live;

/// <summary><c>/ws</c> and <c>/features</c>.</summary>
internal sealed class SocketRoutes(ComfyHub hub, LiveStreams streams, ServerOptions options)
{
    private const int LongestClientId = 256;

    // Python's clients answer pings only while somebody reads, and nobody reads between two prompts: silence is no sign that they are gone. What waits for them is bounded.
    private static readonly WebSocketAcceptContext Patient = new() { KeepAliveInterval = TimeSpan.FromSeconds(30), KeepAliveTimeout = Timeout.InfiniteTimeSpan };

    private readonly SharedRoom _room = new(options.Limits.AllStreamsBytes);

    /// <summary>What the server can.</summary>
    public Task Features(HttpContext context) => ComfyJson.AnswerAsync(context, ComfyJson.Bytes(options.Limits, static (writer, limits) =>
    {
        writer.WriteStartObject();
        WriteFeatures(writer, limits);
        writer.WriteEndObject();
    }));

    /// <summary>A client's WebSocket, until it ends.</summary>
    public async Task Connect(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "not_a_websocket", "This address is for WebSockets: connect with ws://…/ws?clientId=ID.");
        }

        var id = context.Request.Query["clientId"].ToString();
        if (id.Length > LongestClientId)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "invalid_request", $"clientId has more than {LongestClientId} characters, which is the most that is taken.");
        }

        using var place = streams.Take();
        using var socket = new ComfySocket(context.Owner(), id.Length > 0 ? id : Guid.NewGuid().ToString("N"), options.Limits.StreamBytes, _room);
        hub.Enter(socket);
        try
        {
            using var connection = await context.WebSockets.AcceptWebSocketAsync(Patient);
            await socket.RunAsync(connection, message => Hear(socket, message), context.RequestAborted);
        }
        finally
        {
            hub.Leave(socket);
        }
    }

    private void Hear(ComfySocket socket, ReadOnlyMemory<byte> message)
    {
        if (!JsonTexts.AreWhole(message.Span))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(message);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !type.ValueEquals("feature_flags"u8))
            {
                return;
            }

            socket.TakesDescribedPreviews = root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty("supports_preview_metadata", out var takes) && takes.ValueKind == JsonValueKind.True;
            socket.Keep(SocketFrame.Of("feature_flags", options.Limits, WriteFeatures));
        }
        catch (JsonException)
        {
            // ComfyUI passes over what it does not understand, and clients of later versions say more than this one knows.
        }
    }

    private static void WriteFeatures(Utf8JsonWriter writer, ServerLimits limits)
    {
        writer.WriteBoolean("supports_preview_metadata", true);
        writer.WriteNumber("max_upload_size", limits.UploadBytes);
    }
}
