using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace MySpinBot.EndToEnd.Serving.Webhooks;

/// <summary>One call as it came.</summary>
internal sealed record Heard(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    public string Type => JsonElement.Parse(Body).GetProperty("type").GetString()!;
}

/// <summary>Somebody who is called: a web server of its own, who can be away.</summary>
internal sealed class Receiver(int port) : IDisposable
{
    private readonly HttpListener _listener = new() { Prefixes = { $"http://127.0.0.1:{port}/" } };
    private readonly ConcurrentQueue<Heard> _heard = new();
    private Task _listening = Task.CompletedTask;

    /// <summary>What is answered; 200 where nothing is said.</summary>
    public int Status { get; set; } = 200;

    public Heard[] Heard => [.. _heard];

    public Receiver Listen()
    {
        _listener.Start();
        _listening = Task.Run(ListenAsync);
        return this;
    }

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext call;
            try
            {
                call = await _listener.GetContextAsync();
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return; // It was closed, which is how it ends.
            }

            using var body = new MemoryStream();
            await call.Request.InputStream.CopyToAsync(body);
            var headers = call.Request.Headers.AllKeys.ToDictionary(name => name!.ToLowerInvariant(), name => call.Request.Headers[name]!);
            call.Response.StatusCode = Status;
            _heard.Enqueue(new Heard(Status, headers, body.ToArray()));
            call.Response.Close();
        }
    }
}
