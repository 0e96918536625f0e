using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Remote;

public sealed class Servers_that_cannot_be_trusted
{
    [Fact]
    public async Task Are_not_given_a_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var heard = HearAsync(listener, certificate);
        using var talk = new Talk(new OutboundTarget("there", "openai", new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")) { Key = "sesame-123" });

        var failure = await talk.FailureAsync(Talk.Ask());

        failure.Message.ShouldContain("cannot be trusted");
        failure.Message.ShouldContain("Its certificate has to be valid for this name, or its authority known to this system.");
        (await heard).ShouldBe(0);
    }

    // How many bytes of a request came after the handshake.
    private static async Task<int> HearAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            return await tls.ReadAsync(new byte[16], TestContext.Current.CancellationToken);
        }
        catch (Exception met) when (met is IOException or System.Security.Authentication.AuthenticationException)
        {
            return 0;
        }
    }
}
