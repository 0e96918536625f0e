using System.Net;
using System.Security.Cryptography;

namespace MySpinBot.Server.Tests.Files;

/// <summary>What the process allocates is counted, so nothing else runs meanwhile.</summary>
[Collection(nameof(Measured_alone))]
public sealed class Large_uploads
{
    [Fact]
    public async Task Stream_to_disk()
    {
        await using var served = await FilesServed.StartAsync(new ServerLimits { BodyBytes = 100_000 });
        var bytes = new byte[24 << 20];
        RandomNumberGenerator.Fill(bytes);
        var before = GC.GetTotalAllocatedBytes();
        using var form = new MultipartFormDataContent { { new StreamContent(new MemoryStream(bytes)), "\"image\"", "\"a.bin\"" } };
        using var answer = await served.Client.PostAsync("/upload/image", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(12 << 20);
        File.ReadAllBytes(Path.Join(served.Folders.Input, "a.bin")).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }
}

[CollectionDefinition(nameof(Measured_alone), DisableParallelization = true)]
public sealed class Measured_alone;
