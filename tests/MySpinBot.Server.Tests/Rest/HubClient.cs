using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace MySpinBot.Server.Tests.Rest;

/// <summary>SignalR's own client over a WebSocket.</summary>
internal static class HubClient
{
    public static async Task<HubConnection> ConnectAsync(RestServer server, string owner = "local")
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory>(new Factory(owner)).AddSingleton<EndPoint>(new UriEndPoint(new UriBuilder(server.Address) { Scheme = "ws", Path = "/hub" }.Uri));
        var connection = builder.Build();
        await connection.StartAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private sealed class Factory(string owner) : IConnectionFactory
    {
        public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("X-Owner", owner);
            await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
            var pair = (In: new Pipe(), Out: new Pipe());
            var connection = new DefaultConnectionContext(Guid.NewGuid().ToString(), new Duplex(pair.In.Reader, pair.Out.Writer), new Duplex(pair.Out.Reader, pair.In.Writer));
            _ = Task.WhenAll(ReceiveAsync(socket, pair.In.Writer), SendAsync(socket, pair.Out.Reader));
            return connection;
        }

        private static async Task ReceiveAsync(ClientWebSocket socket, PipeWriter to)
        {
            try
            {
                while (await socket.ReceiveAsync(to.GetMemory(4096), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } part)
                {
                    to.Advance(part.Count);
                    await to.FlushAsync();
                }
            }
            catch (WebSocketException)
            {
                // The other side is gone; so is the connection.
            }

            await to.CompleteAsync();
        }

        private static async Task SendAsync(ClientWebSocket socket, PipeReader from)
        {
            for (ReadResult read; !(read = await from.ReadAsync()).IsCompleted; from.AdvanceTo(read.Buffer.End))
            {
                await socket.SendAsync(read.Buffer.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
            }

            await from.CompleteAsync();
            socket.Abort();
            socket.Dispose();
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
