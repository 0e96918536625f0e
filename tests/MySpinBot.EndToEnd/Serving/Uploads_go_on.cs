using System.Security.Cryptography;
using System.Text.Json;

namespace MySpinBot.EndToEnd.Serving;

/// <summary>A client that others wrote for tus uploads a file while the server is killed.</summary>
public sealed class Uploads_go_on
{
    [Fact]
    public async Task After_the_server_was_killed_in_the_middle()
    {
        using var server = new Served();
        await NpmClients.InstallAsync(server.Place);
        var bytes = RandomNumberGenerator.GetBytes(10_000_000);
        var file = Path.Join(server.Place.Folder, "film.bin");
        await File.WriteAllBytesAsync(file, bytes);
        await server.StartAsync(ready: false);
        var client = server.Place.RunProgramAsync("node", NpmClients.PathOf("tus.mjs"), $"http://127.0.0.1:{server.Port}", file, server.Signs);
        await Until.TrueAsync(() => Task.FromResult(client.IsCompleted || File.Exists(Path.Join(server.Signs, "paused"))), TimeSpan.FromMinutes(1), () => server.Said);
        client.IsCompleted.ShouldBeFalse();

        server.Kill();
        server.Sign("go");
        await server.StartAsync(ready: false);

        var ended = await client;
        ended.ExitCode.ShouldBe(0, $"{ended.All}\n{server.Said}");
        var seen = JsonElement.Parse(ended.Output[ended.Output.IndexOf('{')..]);
        var told = seen.GetProperty("file");
        told.GetProperty("path").GetString().ShouldBe("tus/film.bin");
        told.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        seen.GetProperty("requests").EnumerateArray().Select(request => request.GetString()).ShouldContain("HEAD", "It asked how far it had come.");
        seen.GetProperty("gone").GetInt32().ShouldBe(404);
        File.ReadAllBytes(Path.Join(server.Data, "input", "tus", "film.bin")).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }
}
