using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MySpinBot.Cli.Tests.Doctoring;

/// <summary>A server that gives everybody the same answer.</summary>
internal sealed class OneAnswer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _talking;

    public OneAnswer(string body, int status = 200)
    {
        _listener.Start();
        _talking = TalkAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Said\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"));
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The first line of the last request.</summary>
    public string? Asked { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _talking;
    }

    private async Task TalkAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
                Asked = await reader.ReadLineAsync();
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }

                await client.GetStream().WriteAsync(answer);
            }
        }
        catch (Exception met) when (met is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over.
        }
    }
}
