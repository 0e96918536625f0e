using System.Net;
using System.Text;
using System.Text.Json;

namespace MySpinBot.Server.Tests.Files;

public sealed class Users_keep_their_files
{
    [Fact]
    public async Task Under_paths_of_their_own()
    {
        await using var served = await FilesServed.StartAsync();
        (await Post(served, "/userdata/workflows%2Fa.json", "{}")).ShouldBe((200, "\"workflows/a.json\""));
        (await Post(served, "/api/userdata/workflows%2Fdeep%2Fb%20c.json?overwrite=false", "[]")).ShouldBe((200, "\"workflows/deep/b c.json\""));
        (await Post(served, "/userdata/workflows%2F.index.json", "1")).ShouldBe((200, "\"workflows/.index.json\""));
        (await Post(served, "/userdata/100%25.json", "2")).ShouldBe((200, "\"100%.json\""));
        File.ReadAllText(Path.Join(served.Folders.Users, "local", "workflows", "deep", "b c.json")).ShouldBe("[]");
        (await served.Client.GetStringAsync("/userdata/workflows%2Fa.json")).ShouldBe("{}");
        (await served.Client.GetStringAsync("/userdata/workflows%2F.index.json")).ShouldBe("1");
        (await served.Json("/userdata?dir=workflows")).ToString().ShouldBe("""["a.json"]""");
        (await served.Json("/userdata?dir=workflows&recurse=true")).ToString().ShouldBe("""["a.json","deep/b c.json"]""");
        (await served.Json("/userdata?dir=workflows&recurse=true&split=true")).ToString().ShouldBe("""[["a.json","a.json"],["deep/b c.json","deep","b c.json"]]""");
        (await served.Json("/userdata?dir=workflows&recurse=True&split=true&full_info=true"))[1].EnumerateObject().Select(member => member.Name).ShouldBe(["path", "size", "modified", "created"]);
        (await served.Json("/v2/userdata")).EnumerateArray().Select(entry => $"{entry.GetProperty("type")} {entry.GetProperty("path")}")
            .ShouldBe(["directory workflows/deep", "directory workflows", "file 100%.json", "file workflows/a.json", "file workflows/deep/b c.json"]);
        (await served.Json("/v2/userdata?path=workflows%2Fdeep"))[0].GetProperty("size").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task And_nobody_sees_another_s()
    {
        await using var served = await FilesServed.StartAsync();
        await Post(served, "/userdata/mine.txt", "mine");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/userdata/mine.txt");
        request.Headers.Add("owner", "ada");
        (await served.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var listing = new HttpRequestMessage(HttpMethod.Get, "/v2/userdata");
        listing.Headers.Add("owner", "ada");
        (await (await served.Client.SendAsync(listing)).Content.ReadAsStringAsync()).ShouldBe("[]");
    }

    [Fact]
    public async Task Written_over_only_where_they_say_so()
    {
        await using var served = await FilesServed.StartAsync();
        await Post(served, "/userdata/a.json", "first");
        (await Post(served, "/userdata/a.json?overwrite=false", "second")).Status.ShouldBe(409);
        File.ReadAllText(Path.Join(served.Folders.Users, "local", "a.json")).ShouldBe("first");
        (await Post(served, "/userdata/a.json?overwrite=true&full_info=true", "second!")).Text.ShouldContain("\"size\":7");
        await Post(served, "/userdata/b.json", "b");
        (await Post(served, "/userdata/b.json/move/a.json?overwrite=false", "")).Status.ShouldBe(409);
        (await Post(served, "/userdata/b.json/move/new%2Fc.json?overwrite=false", "")).ShouldBe((200, "\"new/c.json\""));
        (await Post(served, "/userdata/new%2Fc.json/move/a.json", "")).ShouldBe((200, "\"a.json\""));
        (await Post(served, "/userdata/a.json/move/a.json", "")).ShouldBe((200, "\"a.json\""));
        (await served.Client.GetStringAsync("/userdata/a.json")).ShouldBe("b");
        (await Post(served, "/userdata/b.json/move/a.json", "")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Of_many_that_write_at_once_one_is_whole_and_of_many_that_may_not_overwrite_one_is_first()
    {
        await using var served = await FilesServed.StartAsync();
        var texts = Enumerable.Range(0, 16).Select(i => new string((char)('a' + i), 100_000)).ToArray();
        (await Task.WhenAll(texts.Select(text => Post(served, "/userdata/a.json", text)))).ShouldAllBe(answer => answer.Status == 200);
        texts.ShouldContain(await served.Client.GetStringAsync("/userdata/a.json"));
        (await Task.WhenAll(texts.Select(text => Post(served, "/userdata/b.json?overwrite=false", text)))).Count(answer => answer.Status == 200).ShouldBe(1);
        texts.ShouldContain(await served.Client.GetStringAsync("/userdata/b.json"));
    }

    [Fact]
    public async Task Removed_when_they_say_so()
    {
        await using var served = await FilesServed.StartAsync();
        await Post(served, "/userdata/sub%2Fa.json", "a");
        (await served.Client.DeleteAsync("/userdata/sub%2Fa.json")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await served.Client.DeleteAsync("/userdata/sub%2Fa.json")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await served.Client.DeleteAsync("/userdata/sub")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        Directory.Exists(Path.Join(served.Folders.Users, "local", "sub")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/userdata", 400)]
    [InlineData("/userdata?dir=", 400)]
    [InlineData("/userdata?dir=nothing", 404)]
    [InlineData("/userdata?dir=../other", 403)]
    [InlineData("/userdata/nothing.json", 404)]
    [InlineData("/v2/userdata?path=nothing", 404)]
    [InlineData("/v2/userdata?path=a.json", 400)]
    [InlineData("/v2/userdata?path=../x", 403)]
    public async Task And_are_told_where_there_is_nothing(string path, int status)
    {
        await using var served = await FilesServed.StartAsync();
        await Post(served, "/userdata/a.json", "a");
        using var answer = await served.Client.GetAsync(path);
        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Not_more_than_the_server_takes()
    {
        await using var served = await FilesServed.StartAsync(new ServerLimits { BodyBytes = 100_000 });
        (await Post(served, "/userdata/a.json", new string('x', 100_000))).Status.ShouldBe(200);
        (await Post(served, "/userdata/b.json", new string('x', 100_001))).Status.ShouldBe(413);
        (await Post(served, "/userdata/a.json%2Fb.json", "x")).Status.ShouldBe(409);
        (await Post(served, "/userdata/a.json%2Fb%2Fc.json", "x")).Status.ShouldBe(409);
    }

    [Theory]
    [InlineData("Content-Length: 8000000")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task Who_sends_too_much_and_reads_only_then_is_told(string how)
    {
        await using var served = await FilesServed.StartAsync(new ServerLimits { BodyBytes = 100_000 });
        var chunk = new string('x', 1_000_000);
        var body = how.StartsWith('C') ? string.Concat(Enumerable.Repeat(chunk, 8)) : string.Concat(Enumerable.Repeat($"F4240\r\n{chunk}\r\n", 8)) + "0\r\n\r\n";
        (await served.Send($"POST /userdata/a.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{how}\r\n\r\n{body}")).Status.ShouldBe(413);
        (await served.Get("/userdata/a.json")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Settings_come_together_and_one_by_one()
    {
        await using var served = await FilesServed.StartAsync();
        (await served.Json("/settings")).ToString().ShouldBe("{}");
        (await served.Json("/settings/Comfy.Nothing")).ValueKind.ShouldBe(JsonValueKind.Null);
        (await served.Json("/users")).ToString().ShouldBe("""{"storage":"server","migrated":false}""");
        (await Post(served, "/settings", """{"Comfy.Locale":"de","Comfy.Menu":{"a":[1,2.50]}}""")).ShouldBe((200, ""));
        (await Post(served, "/api/settings/Comfy.Zoom%2FSpeed", "1.10")).ShouldBe((200, ""));
        (await Post(served, "/settings", """{"Comfy.Locale":"fr","Comfy.Locale":"es"}""")).Status.ShouldBe(200);
        (await served.Client.GetStringAsync("/settings")).ShouldBe("""{"Comfy.Locale":"es","Comfy.Menu":{"a":[1,2.50]},"Comfy.Zoom/Speed":1.10}""");
        (await served.Client.GetStringAsync("/settings/Comfy.Zoom%2FSpeed")).ShouldBe("1.10");
        (await served.Json("/users")).GetProperty("migrated").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("/settings", "[]", 400)]
    [InlineData("/settings", "{", 400)]
    [InlineData("/settings", "", 400)]
    [InlineData("/settings", "{\"a\":NaN}", 400)]
    [InlineData("/settings/a", "nonsense", 400)]
    [InlineData("/settings", """{"\ud800 and more":1}""", 400)]
    [InlineData("/settings/a", "\"\\udc00\"", 400)]
    [InlineData("/users", "{\"username\":\"ada\"}", 400)]
    public async Task Settings_that_are_none_are_refused(string path, string body, int status)
    {
        await using var served = await FilesServed.StartAsync();
        (await Post(served, path, body)).Status.ShouldBe(status);
        (await served.Json("/settings")).ToString().ShouldBe("{}");
    }

    [Fact]
    public async Task Settings_as_deep_as_they_are_taken_are_read_again()
    {
        await using var served = await FilesServed.StartAsync();
        var deep = new string('[', 64) + new string(']', 64);
        (await Post(served, "/settings/a", "1")).Status.ShouldBe(200);
        (await Post(served, "/settings/deep", deep)).Status.ShouldBe(200);
        (await Post(served, "/settings/deeper", $"[{deep}]")).Status.ShouldBe(400);
        (await served.Client.GetStringAsync("/settings")).ShouldBe($$"""{"a":1,"deep":{{deep}}}""");
    }

    [Fact]
    public async Task Settings_that_are_changed_at_once_are_all_kept()
    {
        await using var served = await FilesServed.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Post(served, $"/settings/key{i}", $"{i}")));
        (await served.Json("/settings")).EnumerateObject().Count().ShouldBe(40);
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("""{"b":"\ud800"}""")]
    public async Task Settings_that_somebody_has_damaged_are_put_aside(string damaged)
    {
        await using var served = await FilesServed.StartAsync();
        var path = served.Put("data/user/local/comfy.settings.json", damaged);
        (await served.Json("/settings")).ToString().ShouldBe("{}");
        (await Post(served, "/settings/a", "1")).Status.ShouldBe(200);
        (await served.Json("/settings/a")).GetInt32().ShouldBe(1);
        File.ReadAllText(path + ".damaged").ShouldBe(damaged);
    }

    private static async Task<(int Status, string Text)> Post(FilesServed served, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await served.Client.PostAsync(path, content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
