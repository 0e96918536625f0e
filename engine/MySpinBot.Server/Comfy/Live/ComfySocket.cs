using System.Net.WebSockets;
using System.Threading.Channels;

namespace MySpinBot.Server.Comfy.Live;

/// <summary>One client's WebSocket. Whoever has news puts them into its buffer and goes on; the socket's own task sends them as fast as the reader reads.</summary>
internal sealed class ComfySocket(string owner, string clientId, int mostBytes, SharedRoom room) : IDisposable
{
    private const int LongestMessage = 64 << 10;
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(3);

    private readonly SocketBuffer _buffer = new(mostBytes, room);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private (WebSocketCloseStatus Status, string Reason)? _end;
    private bool _isOver;

    /// <summary>Whose it is.</summary>
    public string Owner { get; } = owner;

    /// <summary>The id by which the client knows itself.</summary>
    public string ClientId { get; } = clientId;

    /// <summary>Whether the client takes pictures together with what they are of.</summary>
    public bool TakesDescribedPreviews { get; set; }

    /// <summary>What the client was told last of the queue's length; kept by the hub.</summary>
    public int LastStatus { get; set; } = -1;

    /// <summary>Sends a frame that must arrive; where the reader is too slow for that, the socket ends.</summary>
    public void Keep(SocketFrame frame)
    {
        if (_buffer.TryKeep(frame))
        {
            _wake.Writer.TryWrite(true);
        }
        else
        {
            Stop(TimeSpan.Zero);
        }
    }

    /// <summary>Sends a frame that counts only until the next of its kind.</summary>
    public void Offer(FrameKind kind, SocketFrame frame)
    {
        _buffer.Offer(kind, frame);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Ends the socket in order; one whose reader does not read is ended without.</summary>
    public void Close(WebSocketCloseStatus status, string reason)
    {
        lock (_gate)
        {
            _end ??= (status, reason);
        }

        _wake.Writer.TryWrite(true);
        Stop(CloseGrace);
    }

    /// <summary>Sends and listens until either side ends it.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="heard">Told each text that the client sends, in order.</param>
    /// <param name="aborted">The connection is gone.</param>
    public async Task RunAsync(WebSocket socket, Action<ReadOnlyMemory<byte>> heard, CancellationToken aborted)
    {
        await using var registration = aborted.Register(static state => ((ComfySocket)state!).Stop(TimeSpan.Zero), this);
        var sending = SendAsync(socket, _stop.Token);
        var listening = ListenAsync(socket, heard, _stop.Token);
        await Task.WhenAny(sending, listening);
        Stop(CloseGrace);
        await Quietly(Task.WhenAll(sending, listening));
    }

    /// <summary>Forgets it; whoever still has something for it is not heard.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _stop.Dispose();
        }

        _buffer.Close();
    }

    private async Task SendAsync(WebSocket socket, CancellationToken cancellation)
    {
        while (await _wake.Reader.WaitToReadAsync(cancellation))
        {
            _wake.Reader.TryRead(out _);
            while (End() is null && _buffer.TryTake(out var frame))
            {
                await socket.SendAsync(frame.Bytes, frame.IsBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, endOfMessage: true, cancellation);
            }

            if (End() is { } end)
            {
                await socket.CloseOutputAsync(end.Status, end.Reason, cancellation);
                return;
            }
        }
    }

    private async Task ListenAsync(WebSocket socket, Action<ReadOnlyMemory<byte>> heard, CancellationToken cancellation)
    {
        var message = new byte[1024];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(message.AsMemory(length), cancellation);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                Close(WebSocketCloseStatus.NormalClosure, "");
                return;
            }

            if (received.EndOfMessage)
            {
                if (received.MessageType == WebSocketMessageType.Text)
                {
                    heard(message.AsMemory(0, length));
                }

                length = 0;
            }
            else if (length == LongestMessage)
            {
                Close(WebSocketCloseStatus.MessageTooBig, $"A message may have {LongestMessage} bytes at most.");
                return;
            }
            else if (length == message.Length)
            {
                Array.Resize(ref message, Math.Min(message.Length * 2, LongestMessage));
            }
        }
    }

    private (WebSocketCloseStatus Status, string Reason)? End()
    {
        lock (_gate)
        {
            return _end;
        }
    }

    private void Stop(TimeSpan grace)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _stop.CancelAfter(grace);
            }
        }
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // The client is gone, or was too slow: either way this is how a socket ends.
        }
    }
}
