using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace MySpinBot.Benchmarks.Serving;

/// <summary>A client over one kept connection that costs as little as can be: what is measured is the server.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _answer = new byte[1 << 16];
    private readonly string _host;

    public RawClient(int port)
    {
        _host = $"127.0.0.1:{port}";
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect("127.0.0.1", port);
    }

    /// <summary>Sends a request and reads its answer.</summary>
    /// <returns>The status.</returns>
    public async Task<int> Send(string method, string path, string body)
    {
        var request = Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {_host}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        await _socket.SendAsync(request);
        var come = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(come));
            come += read == 0 ? throw new IOException("The server closed the connection.") : read;
            var head = _answer.AsSpan(0, come).IndexOf("\r\n\r\n"u8);
            if (head >= 0 && come >= head + 4 + LengthOf(_answer.AsSpan(0, head)))
            {
                return Utf8Parser.TryParse(_answer.AsSpan(9, 3), out int status, out _) ? status : throw new InvalidDataException("The answer has no status.");
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        return at < 0 ? throw new InvalidDataException("The answer has no length.") : Utf8Parser.TryParse(head[(at + 16)..], out int length, out _) ? length : 0;
    }
}
