using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace MySpinBot.Language.Tests.Remote.Recorded;

/// <summary>A server of real sockets that says what it was told to say, byte for byte, and keeps what it was asked. It can do what good servers do not: break off, fall silent, lie about lengths.</summary>
internal sealed class RecordedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<RecordedRequest, int, Reply> _reply;
    private readonly ConcurrentQueue<RecordedRequest> _requests = [];
    private readonly TaskCompletionSource _hungUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;
    private int _count;

    /// <summary>Says these things one after the other, the last one again and again.</summary>
    public RecordedServer(params Reply[] replies)
        : this((_, number) => replies[Math.Min(number, replies.Length - 1)])
    {
    }

    /// <summary>Says what follows from a request and its number.</summary>
    public RecordedServer(Func<RecordedRequest, int, Reply> reply)
    {
        _reply = reply;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}");

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    /// <summary>Ends when a client has closed its connection before it had the whole answer.</summary>
    public Task HungUp => _hungUp.Task;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                talks.Add(TalkAsync(client));
            }
        }
        catch (Exception met) when (met is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            try
            {
                while (await RecordedRequest.ReadAsync(stream, _end.Token) is { } request)
                {
                    _requests.Enqueue(request);
                    if (!await SayAsync(client, stream, _reply(request, Interlocked.Increment(ref _count) - 1)))
                    {
                        return;
                    }
                }
            }
            catch (Exception met) when (met is IOException or SocketException)
            {
                _hungUp.TrySetResult();
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }

    // False where the connection is not to be used again.
    private async Task<bool> SayAsync(TcpClient client, NetworkStream stream, Reply reply)
    {
        if (reply.Ending == Ending.SilentFromTheStart)
        {
            await WaitForHangUpAsync(stream);
            return false;
        }

        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Recorded\r\nContent-Type: {reply.ContentType}\r\nTransfer-Encoding: chunked\r\n"));
        foreach (var (name, value) in reply.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _end.Token);
        foreach (var piece in reply.Pieces)
        {
            var bytes = piece.ToArray();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), _end.Token);
            await stream.WriteAsync(bytes, _end.Token);
            await stream.WriteAsync("\r\n"u8.ToArray(), _end.Token);
            await stream.FlushAsync(_end.Token);
        }

        switch (reply.Ending)
        {
            case Ending.Whole:
                await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), _end.Token);
                return true;
            case Ending.Silent:
                await WaitForHangUpAsync(stream);
                return false;
            default:
                client.LingerState = new LingerOption(true, 0); // a reset, as when a process is killed
                return false;
        }
    }

    private async Task WaitForHangUpAsync(NetworkStream stream)
    {
        var read = await stream.ReadAsync(new byte[1], _end.Token);
        if (read == 0)
        {
            _hungUp.TrySetResult();
        }
    }
}

/// <summary>What a server was asked.</summary>
internal sealed record RecordedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public static async Task<RecordedRequest?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n'))
        {
            if (await stream.ReadAsync(one, cancellation) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = headers.TryGetValue("Content-Length", out var length) ? new byte[int.Parse(length, CultureInfo.InvariantCulture)] : [];
        await stream.ReadExactlyAsync(body, cancellation);
        if (headers.GetValueOrDefault("Transfer-Encoding") == "chunked")
        {
            body = await ChunkedAsync(stream, cancellation);
        }

        var first = lines[0].Split(' ');
        return new RecordedRequest(first[0], first[1], headers, Encoding.UTF8.GetString(body));
    }

    private static async Task<byte[]> ChunkedAsync(Stream stream, CancellationToken cancellation)
    {
        var body = new List<byte>();
        while (true)
        {
            var size = new StringBuilder();
            var one = new byte[1];
            while (!size.ToString().EndsWith("\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(one, cancellation);
                size.Append((char)one[0]);
            }

            var chunk = new byte[int.Parse(size.ToString().Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) + 2];
            await stream.ReadExactlyAsync(chunk, cancellation);
            if (chunk.Length == 2)
            {
                return [.. body];
            }

            body.AddRange(chunk[..^2]);
        }
    }
}

/// <summary>What a server says.</summary>
internal sealed record Reply
{
    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>What it sends, each piece by itself.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces { get; init; } = [];

    public Ending Ending { get; init; }

    public static Reply Json(string json, int status = 200) => new() { Status = status, Pieces = [Encoding.UTF8.GetBytes(json)] };

    /// <summary>Server-sent events, each with its blank line, and <c>[DONE]</c> behind them.</summary>
    public static Reply Events(params string[] data) => Stream("text/event-stream", data.Append("[DONE]").Select(each => $"data: {each}\n\n"));

    /// <summary>Lines of JSON.</summary>
    public static Reply Lines(params string[] lines) => Stream("application/x-ndjson", lines.Select(line => line + "\n"));

    public static Reply Stream(string type, IEnumerable<string> pieces) => new() { ContentType = type, Pieces = [.. pieces.Select(piece => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(piece))] };
}

/// <summary>How an answer ends.</summary>
internal enum Ending
{
    Whole,

    /// <summary>The connection is reset after what was sent.</summary>
    Cut,

    /// <summary>Nothing more comes, and the connection stays.</summary>
    Silent,

    /// <summary>Not even a status comes.</summary>
    SilentFromTheStart,
}
