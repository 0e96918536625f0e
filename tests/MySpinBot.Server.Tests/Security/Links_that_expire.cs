using System.Net;
using System.Text;
using System.Text.Json;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Tests.Security;

/// <summary>The whole server; who comes from elsewhere comes through a proxy of this machine, and so needs a key.</summary>
public sealed class Links_that_expire : IAsyncLifetime
{
    private static readonly (string, string) Elsewhere = ("X-Forwarded-For", "203.0.113.7");

    private readonly TemporaryFolder _folder = new();
    private readonly MovedClock _time = new();
    private readonly HttpClient _client = new();
    private ServerHost _host = null!;
    private string _artifact = "";

    public async ValueTask InitializeAsync()
    {
        var options = new ServerOptions
        {
            DataFolder = _folder.Sub("data"), InputFolder = _folder.Sub("input"), OutputFolder = _folder.Sub("output"), TempFolder = _folder.Sub("temp"), Port = 0, Time = _time,
            Worker = new WorkerLaunch("/nothing/at/all", [], _folder.Sub("running.calls")), Previewer = Previews.Media.Previewer(),
        };
        _host = await ServerHost.StartAsync(options, TestContext.Current.CancellationToken);
        _client.BaseAddress = _host.Address;
        _artifact = Previews.Media.Keep(new Server.Files.ServerFolders(options with { TempFolder = _folder.Sub("temp2") }), Previews.Media.Picture(40, 20)).ToString();
        _folder.Write("output/a b.txt", "some text");
        _folder.Write("output/other.txt", "another text");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Are_good_for_reading_exactly_one_thing()
    {
        var link = await LinkAsync("/api/v1/files/link?folder=output&path=a%20b.txt");
        (await StatusAsync("/api/v1/files/content?folder=output&path=a%20b.txt")).ShouldBe(401);
        (await TextAsync(link)).ShouldBe("some text");
        (await StatusAsync(link, HttpMethod.Head)).ShouldBe(200);
        (await TextAsync(link.Replace("%20", "+", StringComparison.Ordinal))).ShouldBe("some text", "However the parameters are written.");

        foreach (var changed in new[]
        {
            link.Replace("a%20b.txt", "other.txt", StringComparison.Ordinal), link.Replace("content", "preview", StringComparison.Ordinal), link.Replace("output", "input", StringComparison.Ordinal),
            $"{link}&download=1", $"{link}&path=other.txt", link[..^1], link.Replace("expires=", "expires=9", StringComparison.Ordinal), $"/api/v1/artifacts/{_artifact}{link[link.IndexOf('?')..]}",
        })
        {
            (await StatusAsync(changed)).ShouldBe(403, changed);
        }

        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Delete, HttpMethod.Put })
        {
            (await StatusAsync(link, method)).ShouldBe(401, $"{method}");
        }

        (await StatusAsync($"/api/v1/storage{link[link.IndexOf('?')..]}")).ShouldBe(401);
    }

    [Fact]
    public async Task Are_good_for_a_while()
    {
        var link = await LinkAsync($"/api/v1/artifacts/{_artifact}/link?name=a.png&download=true", """{"expires_in": 60}""");
        _time.Ahead = TimeSpan.FromSeconds(58);
        (await StatusAsync(link)).ShouldBe(200);
        _time.Ahead = TimeSpan.FromSeconds(61);
        (await StatusAsync(link)).ShouldBe(403);
        (await StatusAsync($"/api/v1/artifacts/{_artifact}/link", HttpMethod.Post, """{"expires_in": 2592001}""", here: true)).ShouldBe(400);
        (await StatusAsync($"/api/v1/artifacts/{new string('0', 64)}/link", HttpMethod.Post, here: true)).ShouldBe(404);
        (await StatusAsync($"/api/v1/artifacts/{_artifact}/link", HttpMethod.Post)).ShouldBe(401);
    }

    [Fact]
    public async Task Lead_to_previews_as_well_and_may_stand_in_any_page()
    {
        var link = await LinkAsync($"/api/v1/artifacts/{_artifact}/preview/link?width=10&format=png");
        using var request = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { { Elsewhere.Item1, Elsewhere.Item2 }, { "Sec-Fetch-Site", "cross-site" }, { "Sec-Fetch-Mode", "no-cors" }, { "Sec-Fetch-Dest", "image" } } };
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["cross-origin"]);
    }

    [Fact]
    public async Task Are_good_for_nothing_once_the_secret_is_another()
    {
        var link = await LinkAsync("/api/v1/files/link?folder=output&path=other.txt");
        var secret = _folder.Sub("data", "links.secret");
        File.GetUnixFileMode(secret).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await StatusAsync("/api/v1/links/rotate", HttpMethod.Post)).ShouldBe(401);
        (await StatusAsync(link)).ShouldBe(200);
        (await StatusAsync("/api/v1/links/rotate", HttpMethod.Post, here: true)).ShouldBe(204);
        (await StatusAsync(link)).ShouldBe(403);
        (await StatusAsync(await LinkAsync("/api/v1/files/link?folder=output&path=other.txt"))).ShouldBe(200);

        // A server that is started anew knows it.
        var again = await LinkAsync("/api/v1/files/link?folder=output&path=other.txt");
        var request = new Microsoft.AspNetCore.Http.DefaultHttpContext().Request;
        (request.Method, request.Path, request.QueryString) = ("GET", again[..again.IndexOf('?')], new Microsoft.AspNetCore.Http.QueryString(again[again.IndexOf('?')..]));
        new SignedLinks(new ServerOptions { DataFolder = _folder.Sub("data"), InputFolder = "", OutputFolder = "", TempFolder = "", Worker = new WorkerLaunch("", [], "") }).Admits(request).ShouldBeTrue();
    }

    private async Task<string> LinkAsync(string path, string body = "{}")
    {
        using var answer = await _client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonElement.Parse(text).GetProperty("url").GetString()!;
    }

    private async Task<int> StatusAsync(string path, HttpMethod? method = null, string? body = null, bool here = false)
    {
        using var answer = await SendAsync(path, method, body, here);
        return (int)answer.StatusCode;
    }

    private async Task<string> TextAsync(string path)
    {
        using var answer = await SendAsync(path, null, null, here: false);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(string path, HttpMethod? method, string? body, bool here)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        if (!here)
        {
            request.Headers.Add(Elsewhere.Item1, Elsewhere.Item2);
        }

        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The clock on the wall, put forward; what waits, waits as ever.</summary>
    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
