using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MySpinBot.Core.Results;
using MySpinBot.Server.Tests.Rest;
using MySpinBot.Server.Uploading;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Uploading;

public sealed class Uploads_go_on_where_they_broke_off
{
    private const string Address = "/api/v1/uploads/resumable";

    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 7 % 251))];

    [Fact]
    public async Task With_JSON()
    {
        await using var server = await StartAsync();
        var begun = await BeginAsync(server, "film.mp4", sha256: Hash(Bytes), content: Content(Bytes));
        begun.GetProperty("state").GetString().ShouldBe("open");
        var half = await JsonAsync(PatchAsync(server, begun, 0, Bytes[..1_000_000]));
        half.GetProperty("offset").GetInt64().ShouldBe(1_000_000);
        (await JsonAsync(server.GetAsync(Url(begun)))).GetProperty("offset").GetInt64().ShouldBe(1_000_000);
        File.Exists(Path.Join(server.Folders.Input, "film.mp4")).ShouldBeFalse();

        var file = (await JsonAsync(PatchAsync(server, begun, 1_000_000, Bytes[1_000_000..]))).GetProperty("file");
        file.GetProperty("path").GetString().ShouldBe("film.mp4");
        file.GetProperty("sha256").GetString().ShouldBe(Hash(Bytes));
        file.GetProperty("content_id").GetString().ShouldBe(Content(Bytes));
        File.ReadAllBytes(Path.Join(server.Folders.Input, "film.mp4")).AsSpan().SequenceEqual(Bytes).ShouldBeTrue();
        NothingIsLeft(server);
    }

    [Fact]
    public async Task In_the_manner_of_tus()
    {
        await using var server = await StartAsync();
        using var options = await server.SendAsync(Request(HttpMethod.Options, Address));
        One(options, "Tus-Version").ShouldBe("1.0.0");
        One(options, "Tus-Extension").Split(',').ShouldBe(["creation", "creation-with-upload", "checksum", "termination", "expiration"]);

        using var begun = await TusAsync(server, HttpMethod.Post, Address, ("Upload-Length", "3000000"), ("Upload-Metadata", $"filename {Base64("猫.mp4")},subfolder {Base64("cats")},filetype {Base64("video/mp4")}"));
        begun.StatusCode.ShouldBe(HttpStatusCode.Created);
        One(begun, "Tus-Resumable").ShouldBe("1.0.0");
        var url = begun.Headers.Location!.ToString();
        using var first = await TusAsync(server, HttpMethod.Patch, url, Bytes[..500_000], ("Upload-Offset", "0"), ("Upload-Checksum", $"sha1 {Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Bytes.AsSpan(0, 500_000)))}"));
        first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        One(first, "Upload-Offset").ShouldBe("500000");
        One(first, "Upload-Expires").ShouldEndWith("GMT");

        using var wrong = await TusAsync(server, HttpMethod.Patch, url, Bytes[500_000..600_000], ("Upload-Offset", "500000"), ("Upload-Checksum", $"sha256 {Convert.ToBase64String(new byte[32])}"));
        ((int)wrong.StatusCode).ShouldBe(460);
        using var head = await TusAsync(server, HttpMethod.Head, url);
        (One(head, "Upload-Offset"), One(head, "Upload-Length"), One(head, "Cache-Control")).ShouldBe(("500000", "3000000", "no-store"));

        using var last = await TusAsync(server, HttpMethod.Patch, url, Bytes[500_000..], ("Upload-Offset", "500000"));
        last.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        File.ReadAllBytes(Path.Join(server.Folders.Input, "cats", "猫.mp4")).AsSpan().SequenceEqual(Bytes).ShouldBeTrue();
        (await JsonAsync(server.GetAsync(url))).GetProperty("file").GetProperty("path").GetString().ShouldBe("cats/猫.mp4");
        using var whole = await TusAsync(server, HttpMethod.Head, url);
        One(whole, "Upload-Offset").ShouldBe("3000000");
        NothingIsLeft(server);

        using var other = await TusAsync(server, HttpMethod.Head, url, ("Tus-Resumable", "0.2.2"));
        other.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task With_the_first_bytes_at_once_and_without_PATCH()
    {
        await using var server = await StartAsync();
        using var begun = await TusAsync(server, HttpMethod.Post, Address, Bytes[..1000], ("Upload-Length", "3000000"), ("Upload-Metadata", $"filename {Base64("a.bin")}"));
        begun.StatusCode.ShouldBe(HttpStatusCode.Created);
        One(begun, "Upload-Offset").ShouldBe("1000");
        using var rest = await TusAsync(server, HttpMethod.Post, begun.Headers.Location!.ToString(), Bytes[1000..], ("Upload-Offset", "1000"), ("X-HTTP-Method-Override", "PATCH"));
        rest.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        new FileInfo(Path.Join(server.Folders.Input, "a.bin")).Length.ShouldBe(3_000_000);
        using var none = await TusAsync(server, HttpMethod.Post, Address, ("Upload-Length", "0"), ("Upload-Metadata", $"filename {Base64("empty.txt")}"));
        (await JsonAsync(Task.FromResult(none), HttpStatusCode.Created)).GetProperty("state").GetString().ShouldBe("complete");
        new FileInfo(Path.Join(server.Folders.Input, "empty.txt")).Length.ShouldBe(0);
    }

    [Fact]
    public async Task After_the_server_was_started_anew()
    {
        using var place = new TemporaryFolder();
        JsonElement begun, checkedOne;
        await using (var server = await StartAsync(place))
        {
            begun = await BeginAsync(server, "a.bin", sha256: Hash(Bytes));
            await JsonAsync(PatchAsync(server, begun, 0, Bytes[..1_200_000]));
            checkedOne = await BeginAsync(server, "b.bin");
            await JsonAsync(PatchAsync(server, checkedOne, 0, Bytes[..1000]));
        }

        // As a killed server leaves it: some bytes of a request whose checksum nobody has looked at.
        var note = place.Sub("data", "uploads", $"{checkedOne.GetProperty("id").GetString()}.json");
        UploadNote.Read(note)!.UncheckedFrom.ShouldBeNull();
        (UploadNote.Read(note)! with { UncheckedFrom = 1000 }).Write(note);
        await File.AppendAllTextAsync(place.Sub("input", ".resumable", checkedOne.GetProperty("id").GetString()!), "half", TestContext.Current.CancellationToken);
        place.Write("input/.resumable/nobodys", "x");
        place.Write("data/uploads/broken.json", "{");
        await using (var server = await StartAsync(place))
        {
            (await JsonAsync(server.GetAsync(Url(checkedOne)))).GetProperty("offset").GetInt64().ShouldBe(1000);
            (await JsonAsync(server.GetAsync(Url(begun)))).GetProperty("offset").GetInt64().ShouldBe(1_200_000);
            (await JsonAsync(PatchAsync(server, begun, 1_200_000, Bytes[1_200_000..]))).GetProperty("file").GetProperty("sha256").GetString().ShouldBe(Hash(Bytes));
            File.Exists(place.Sub("input", ".resumable", "nobodys")).ShouldBeFalse();
        }

        await using (var server = await StartAsync(place))
        {
            (await JsonAsync(server.GetAsync(Url(begun)))).GetProperty("state").GetString().ShouldBe("complete");
            (await BeginAsync(server, "a.bin", sha256: Hash(Bytes), status: HttpStatusCode.OK)).GetProperty("state").GetString().ShouldBe("complete");
        }
    }

    [Fact]
    public async Task After_a_connection_broke()
    {
        await using var server = await StartAsync();
        var begun = await BeginAsync(server, "a.bin");
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"PATCH {Url(begun)} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\nContent-Length: 3000000\r\n\r\n"), .. Bytes[..700_000]], TestContext.Current.CancellationToken);
            await UntilAsync(async () => (await JsonAsync(server.GetAsync(Url(begun)))).GetProperty("offset").GetInt64() == 700_000);

            // While one sends, nobody else does.
            (await JsonAsync(PatchAsync(server, begun, 0, Bytes), HttpStatusCode.Locked)).GetProperty("code").GetString().ShouldBe("upload_busy");
            ((int)(await server.SendAsync(HttpMethod.Delete, Url(begun), null)).StatusCode).ShouldBe(423);
            client.Client.LingerState = new LingerOption(true, 0);
        }

        await UntilAsync(async () => (int)(await PatchAsync(server, begun, 700_000, [])).StatusCode != 423);
        (await JsonAsync(PatchAsync(server, begun, 0, Bytes), HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("wrong_offset");
        await JsonAsync(PatchAsync(server, begun, 700_000, Bytes[700_000..]));
        File.ReadAllBytes(Path.Join(server.Folders.Input, "a.bin")).AsSpan().SequenceEqual(Bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_several_at_one_offset_one_is_taken()
    {
        await using var server = await StartAsync();
        var begun = await BeginAsync(server, "a.bin");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PatchAsync(server, begun, 0, Bytes)));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Where(answer => answer.StatusCode != HttpStatusCode.OK).ShouldAllBe(answer => (int)answer.StatusCode == 423 || (int)answer.StatusCode == 409);
        File.ReadAllBytes(Path.Join(server.Folders.Input, "a.bin")).AsSpan().SequenceEqual(Bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task Not_at_all_where_the_bytes_are_here()
    {
        await using var server = await StartAsync();
        var (small, large) = ("some bytes"u8.ToArray(), Bytes);
        var (one, two) = (Previews.Media.Keep(server.Folders, small), Previews.Media.Keep(server.Folders, large));
        var there = await BeginAsync(server, "a.txt", small, Hash(small), status: HttpStatusCode.OK);
        there.GetProperty("file").GetProperty("content_id").GetString().ShouldBe(one.ToString());
        (await BeginAsync(server, "b.bin", large, content: two.ToString(), status: HttpStatusCode.OK)).GetProperty("file").GetProperty("sha256").GetString().ShouldBe(Hash(large));
        File.ReadAllBytes(Path.Join(server.Folders.Input, "b.bin")).AsSpan().SequenceEqual(large).ShouldBeTrue();

        // By what came before, as long as nobody has changed it since.
        (await BeginAsync(server, "c.bin", large, Hash(large), status: HttpStatusCode.OK)).GetProperty("file").GetProperty("name").GetString().ShouldBe("c.bin");
        (await BeginAsync(server, "c.bin", large, Hash(large), status: HttpStatusCode.OK)).GetProperty("file").GetProperty("name").GetString().ShouldBe("c.bin");
        File.WriteAllText(Path.Join(server.Folders.Input, "c.bin"), "changed");
        File.WriteAllText(Path.Join(server.Folders.Input, "b.bin"), "changed");
        (await BeginAsync(server, "d.bin", large, Hash(large), status: HttpStatusCode.Created)).GetProperty("state").GetString().ShouldBe("open");
        File.ReadAllText(Path.Join(server.Folders.Input, "c.bin")).ShouldBe("changed");
    }

    [Fact]
    public async Task And_nothing_is_kept_of_bytes_that_are_others_than_announced()
    {
        await using var server = await StartAsync();
        var begun = await BeginAsync(server, "a.bin", sha256: Hash([1, 2, 3]));
        (await JsonAsync(PatchAsync(server, begun, 0, Bytes), HttpStatusCode.UnprocessableEntity)).GetProperty("detail").GetString()!.ShouldContain(Hash(Bytes));
        await JsonAsync(server.GetAsync(Url(begun)), HttpStatusCode.NotFound);
        File.Exists(Path.Join(server.Folders.Input, "a.bin")).ShouldBeFalse();
        NothingIsLeft(server);

        var more = await BeginAsync(server, "a.bin", [1, 2, 3]);
        await JsonAsync(PatchAsync(server, more, 0, [1, 2, 3, 4]), HttpStatusCode.RequestEntityTooLarge);
        (await JsonAsync(server.GetAsync(Url(more)))).GetProperty("offset").GetInt64().ShouldBe(0);
        using var removed = await server.SendAsync(HttpMethod.Delete, Url(more), null);
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        NothingIsLeft(server);
    }

    [Fact]
    public async Task Within_bounds()
    {
        await using var server = await RestServer.StartAsync(new ServerLimits { ResumableBytes = 1000, ResumableUploads = 2, ResumableBytesOfAnOwner = 1500 });
        await JsonAsync(PostAsync(server, "a", 1001), HttpStatusCode.RequestEntityTooLarge);
        await JsonAsync(PostAsync(server, "a", 1000), HttpStatusCode.Created);
        (await JsonAsync(PostAsync(server, "b", 501), HttpStatusCode.TooManyRequests)).GetProperty("code").GetString().ShouldBe("too_many_uploads");
        await JsonAsync(PostAsync(server, "b", 500), HttpStatusCode.Created);
        (await JsonAsync(PostAsync(server, "c", 0 + 1), HttpStatusCode.TooManyRequests)).GetProperty("code").GetString().ShouldBe("too_many_uploads");
        var others = await JsonAsync(PostAsync(server, "c", 1, ("X-Owner", "anna")), HttpStatusCode.Created);
        await JsonAsync(server.GetAsync(Url(others)), HttpStatusCode.NotFound);

        await using var full = await RestServer.StartAsync(new ServerLimits { FreeDiskBytes = long.MaxValue / 2 });
        (await JsonAsync(PostAsync(full, "a", 10), (HttpStatusCode)507)).GetProperty("code").GetString().ShouldBe("disk_full");
    }

    [Fact]
    public async Task Until_they_expire()
    {
        await using var server = await RestServer.StartAsync(new ServerLimits { ResumablePatience = TimeSpan.Zero });
        var begun = await JsonAsync(PostAsync(server, "a", 10), HttpStatusCode.Created);
        server.App.Services.GetRequiredService<ResumableUploads>().Expire().ShouldBe(1);
        await JsonAsync(server.GetAsync(Url(begun)), HttpStatusCode.NotFound);
        NothingIsLeft(server);
    }

    [Fact]
    public async Task On_a_full_disk_what_came_stays()
    {
        using var disk = SmallDisk.OrSkip(4096);
        await using var server = await RestServer.StartAsync(new ServerLimits { FreeDiskBytes = 0 }, told: options => options with { InputFolder = Path.Join(disk.Path, "input") });
        var begun = await BeginAsync(server, "a.bin");
        await JsonAsync(PatchAsync(server, begun, 0, Bytes[..1_000_000]));
        disk.Fill();
        (await JsonAsync(PatchAsync(server, begun, 1_000_000, Bytes[1_000_000..]), (HttpStatusCode)507)).GetProperty("code").GetString().ShouldBe("disk_full");
        File.Delete(Path.Join(disk.Path, "filler"));
        var offset = (int)(await JsonAsync(server.GetAsync(Url(begun)))).GetProperty("offset").GetInt64();
        offset.ShouldBeGreaterThanOrEqualTo(1_000_000);
        await JsonAsync(PatchAsync(server, begun, offset, Bytes[offset..]));
        File.ReadAllBytes(Path.Join(disk.Path, "input", "a.bin")).AsSpan().SequenceEqual(Bytes).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name": "a.png"}""")]
    [InlineData("""{"name": "../a.png", "bytes": 1}""")]
    [InlineData("""{"name": "a.png", "bytes": -1}""")]
    [InlineData("""{"name": "a.png", "bytes": 1, "sha256": "abc"}""")]
    [InlineData("""{"name": "a.png", "bytes": 1, "on_conflict": "ask"}""")]
    [InlineData("""{"name": "a.png", "bytes": 1, "subfolder": ".hidden"}""")]
    public async Task As_they_may_be_announced(string body)
    {
        await using var server = await StartAsync();
        await JsonAsync(server.PostAsync(Address, body), HttpStatusCode.BadRequest);
        NothingIsLeft(server);
    }

    [Theory]
    [InlineData("Upload-Length", "x")]
    [InlineData("Upload-Length", "-1")]
    [InlineData("Upload-Metadata", "filename ???")]
    [InlineData("Upload-Metadata", "filename YQ==,filename YQ==")]
    [InlineData("Upload-Metadata", "")]
    [InlineData("Upload-Metadata", "filename YQ==,sha256 YQ==")]
    [InlineData("Upload-Defer-Length", "1")]
    public async Task As_headers_may_say(string header, string value)
    {
        await using var server = await StartAsync();
        var headers = new Dictionary<string, string> { ["Upload-Length"] = "10", ["Upload-Metadata"] = "filename YQ==", [header] = value };
        using var answer = await TusAsync(server, HttpMethod.Post, Address, [.. headers.Select(pair => (pair.Key, pair.Value))]);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        NothingIsLeft(server);
    }

    private static Task<RestServer> StartAsync(TemporaryFolder? place = null)
        => RestServer.StartAsync(data: place?.Sub("data"), told: place is null ? null : options => options with { InputFolder = place.Sub("input") });

    private static Task<JsonElement> BeginAsync(RestServer server, string name, byte[]? bytes = null, string? sha256 = null, string? content = null, HttpStatusCode status = HttpStatusCode.Created)
    {
        var said = new Dictionary<string, object> { ["name"] = name, ["bytes"] = (bytes ?? Bytes).Length };
        if (sha256 is not null)
        {
            said["sha256"] = sha256;
        }

        if (content is not null)
        {
            said["content_id"] = content;
        }

        return JsonAsync(server.PostAsync(Address, JsonSerializer.Serialize(said)), status);
    }

    private static Task<HttpResponseMessage> PostAsync(RestServer server, string name, long bytes, params (string Name, string Value)[] headers) => server.PostAsync(Address, JsonSerializer.Serialize(new { name, bytes }), headers);

    private static Task<HttpResponseMessage> PatchAsync(RestServer server, JsonElement upload, long offset, byte[] bytes)
    {
        var request = Request(HttpMethod.Patch, Url(upload), bytes);
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        return server.SendAsync(request);
    }

    private static Task<HttpResponseMessage> TusAsync(RestServer server, HttpMethod method, string url, params (string Name, string Value)[] headers) => TusAsync(server, method, url, null, headers);

    private static Task<HttpResponseMessage> TusAsync(RestServer server, HttpMethod method, string url, byte[]? bytes, params (string Name, string Value)[] headers)
    {
        var request = Request(method, url, bytes);
        foreach (var (name, value) in headers.Any(header => header.Name == "Tus-Resumable") ? headers : [.. headers, ("Tus-Resumable", "1.0.0")])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return server.SendAsync(request);
    }

    private static HttpRequestMessage Request(HttpMethod method, string url, byte[]? bytes = null)
        => new(method, url) { Content = bytes is null ? null : new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } } };

    private static string Url(JsonElement upload) => upload.GetProperty("url").GetString()!;

    private static string One(HttpResponseMessage answer, string header) => answer.Headers.TryGetValues(header, out var values) ? values.Single() : throw new ShouldAssertException($"{header} is missing: {answer}");

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Content(byte[] bytes)
    {
        using var hash = new ContentHash();
        hash.Append(bytes);
        return hash.Finish().ToString();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static void NothingIsLeft(RestServer server)
    {
        foreach (var folder in new[] { ".resumable", ".incoming" })
        {
            var path = Path.Join(server.Folders.Input, folder);
            (Directory.Exists(path) ? Directory.EnumerateFileSystemEntries(path) : []).ShouldBeEmpty();
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
