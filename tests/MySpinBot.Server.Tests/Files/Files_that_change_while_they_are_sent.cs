using System.Net.Sockets;
using System.Text;

namespace MySpinBot.Server.Tests.Files;

public sealed class Files_that_change_while_they_are_sent
{
    private const int Length = 24 << 20;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Are_sent_as_long_as_was_said_or_broken_off(bool grows)
    {
        await using var served = await FilesServed.StartAsync();
        var path = served.Put("data/output/a.bin", new byte[Length]);
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(served.Address.Host, served.Address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET /view?filename=a.bin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        var first = new byte[1000];
        await stream.ReadExactlyAsync(first, TestContext.Current.CancellationToken);
        Encoding.ASCII.GetString(first).ShouldContain($"Content-Length: {Length}");

        // The rest does not fit into what lies between the two, so the server is still reading.
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(grows ? 2 * Length : Length / 2);
        }

        var header = Encoding.ASCII.GetString(first).IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        var come = (long)first.Length - header;
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;)
            {
                come += read;
            }
        }
        catch (IOException)
        {
            // Broken off.
        }

        if (grows)
        {
            come.ShouldBe(Length);
        }
        else
        {
            come.ShouldBeLessThan(Length);
        }
    }
}
