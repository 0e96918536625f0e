using System.Collections.Immutable;
using System.Net;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Tests.Files;

public sealed class What_the_server_is
{
    [Fact]
    public async Task Has_always_a_device()
    {
        await using var served = await FilesServed.StartAsync();
        var stats = await served.Json("/system_stats");
        var system = stats.GetProperty("system");
        system.GetProperty("os").GetString().ShouldBe("linux");
        system.GetProperty("comfyui_version").GetString().ShouldBe("0.33.0");
        system.GetProperty("python_version").GetString()!.ShouldContain("MySpinBot");
        system.GetProperty("argv").ToString().ShouldBe("""["myspinbot","serve"]""");
        system.GetProperty("ram_total").GetInt64().ShouldBeGreaterThan(1 << 20);
        system.GetProperty("ram_free").GetInt64().ShouldBeInRange(0, system.GetProperty("ram_total").GetInt64());
        stats.GetProperty("devices").GetArrayLength().ShouldBe(1);
        stats.GetProperty("devices")[0].EnumerateObject().Select(member => member.Name).ShouldBe(["name", "type", "index", "vram_total", "vram_free", "torch_vram_total", "torch_vram_free"]);
    }

    [Fact]
    public async Task And_all_that_the_worker_knows_accelerators_first()
    {
        await using var served = await FilesServed.StartAsync();
        served.Ledger = ImmutableArray.Create<DeviceLedger>(new("cpu", 1000, [new("model", 300, 1), new("work", 100, 1)]), new("cuda:1", 50, [new("model", 60, 1)]));
        (await served.Json("/system_stats")).GetProperty("devices").ToString().ShouldBe(
            """[{"name":"cuda:1","type":"cuda","index":1,"vram_total":50,"vram_free":0,"torch_vram_total":50,"torch_vram_free":0},{"name":"cpu","type":"cpu","index":null,"vram_total":1000,"vram_free":600,"torch_vram_total":1000,"torch_vram_free":600}]""");
    }

    [Theory]
    [InlineData("/extensions", "[]")]
    [InlineData("/workflow_templates", "{}")]
    [InlineData("/i18n", "{}")]
    [InlineData("/global_subgraphs", "{}")]
    [InlineData("/global_subgraphs/abc", "null")]
    [InlineData("/node_replacements", "{}")]
    public async Task What_only_Python_brings_is_not_there(string path, string body)
    {
        await using var served = await FilesServed.StartAsync();
        (await served.Client.GetStringAsync(path)).ShouldBe(body);
        (await served.Client.GetStringAsync("/api" + path)).ShouldBe(body);
    }

    [Theory]
    [InlineData("GET", "/api/assets")]
    [InlineData("POST", "/api/assets")]
    [InlineData("GET", "/api/assets/0/content")]
    [InlineData("DELETE", "/api/assets/0")]
    [InlineData("GET", "/api/tags")]
    public async Task Assets_are_switched_off(string method, string path)
    {
        await using var served = await FilesServed.StartAsync();
        using var answer = await served.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("SERVICE_DISABLED");
    }

    [Fact]
    public async Task The_first_page_says_what_it_is()
    {
        await using var served = await FilesServed.StartAsync();
        using var page = await served.Client.GetAsync("/");
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        (await page.Content.ReadAsStringAsync()).ShouldContain("MySpinBot server");
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/api/nothing/at/all", 404)]
    [InlineData("GET", "/extensions/core/x.js", 404)]
    [InlineData("DELETE", "/system_stats", 405)]
    [InlineData("PUT", "/upload/image", 405)]
    [InlineData("GET", "/upload/image", 405)]
    public async Task What_is_not_there_is_said_in_a_sentence(string method, string path, int status)
    {
        await using var served = await FilesServed.StartAsync();
        using var answer = await served.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"{method} {path}");
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("DELETE", "/hub/x", 404)]
    public async Task What_is_not_there_of_our_own_interface_is_left_to_it(string method, string path, int status)
    {
        await using var served = await FilesServed.StartAsync();
        var answer = await served.Send($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        (answer.Status, answer.Body).ShouldBe((status, ""));
    }

    [Fact]
    public async Task Logs_are_the_last_lines()
    {
        await using var served = await FilesServed.StartAsync();
        for (var i = 0; i < 400; i++)
        {
            served.Log.Add(new WorkerLogged("warning", $"line {i}"));
        }

        var raw = await served.Json("/internal/logs/raw");
        raw.GetProperty("entries").GetArrayLength().ShouldBe(300);
        raw.GetProperty("entries")[299].GetProperty("m").GetString().ShouldBe("[WARNING] line 399\n");
        raw.GetProperty("size").GetProperty("cols").GetInt32().ShouldBePositive();
        (await served.Json("/internal/logs")).GetString()!.ShouldEndWith(" - [WARNING] line 399\n");
    }

    [Fact]
    public async Task Folders_and_their_files_newest_first()
    {
        await using var served = await FilesServed.StartAsync();
        File.SetLastWriteTimeUtc(served.Put("data/output/old.png", "1"), DateTime.UnixEpoch.AddYears(40));
        served.Put("data/output/new.png", "2");
        served.Put("data/output/.hidden", "3");
        served.Put("data/output/sub/deep.png", "4");
        (await served.Client.GetStringAsync("/internal/files/output")).ShouldBe("""["new.png","old.png"]""");
        (await served.Json("/internal/folder_paths")).GetProperty("loras")[0].GetString().ShouldBe(Path.Join(served.Folders.Data, "models", "loras"));
        using var answer = await served.Client.GetAsync("/internal/files/models");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"error":"Invalid directory type"}""");
    }
}
