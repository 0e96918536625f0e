using System.Net;
using System.Text.Json;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;
using MySpinBot.Server.Tests.Previews;
using MySpinBot.Server.Tests.Rest;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.DiskUse;

public sealed class The_disk_is_kept_tidy
{
    // What the toy worker's jobs name.
    private static readonly string Named = new('a', 64);

    [Fact]
    public async Task What_is_on_it_is_told()
    {
        await using var server = await StartAsync(told: options => options with { CacheFolder = options.TempFolder });
        File.WriteAllBytes(Path.Join(server.Folders.Input, "a.bin"), new byte[1000]);
        File.WriteAllBytes(Path.Join(server.Folders.Output, "b.bin"), new byte[2000]);
        Put(server, 500);
        await server.UntilAsync(await server.SubmitAsync(), "succeeded");
        await server.UntilAsync(await server.SubmitAsync(headers: ("X-Owner", "anna")), "succeeded", "anna");

        var use = await JsonAsync(server.GetAsync("/api/v1/storage"));
        use.GetProperty("free_bytes").GetInt64().ShouldBeGreaterThan(0);
        var parts = use.GetProperty("parts").EnumerateArray().ToDictionary(part => part.GetProperty("name").GetString()!, part => (part.GetProperty("files").GetInt64(), part.GetProperty("bytes").GetInt64()));
        parts["input"].ShouldBe((1, 1000));
        parts["output"].ShouldBe((1, 2000));
        parts["artifacts"].ShouldBe((1, 500));
        parts["jobs"].Item2.ShouldBeGreaterThan(0);
        parts.Keys.ShouldContain("cache");
        Owners(use).ShouldBe(["anna 1 500", "local 1 500"]);
        Owners(await JsonAsync(server.GetAsync("/api/v1/storage", ("X-Owner", "anna")))).ShouldBe(["anna 1 500"]);

        File.WriteAllBytes(Path.Join(server.Folders.Input, "c.bin"), new byte[1000]);
        (await JsonAsync(server.GetAsync("/api/v1/storage"))).GetProperty("measured_at").GetString().ShouldBe(use.GetProperty("measured_at").GetString(), "It is not walked for each who asks.");
    }

    [Fact]
    public async Task An_artifact_goes_unless_a_job_names_it()
    {
        await using var server = await StartAsync();
        var free = Media.Keep(server.Folders, "free"u8.ToArray());
        var path = Put(server, 10);
        var job = await server.SubmitAsync();
        await server.UntilAsync(job, "succeeded");
        (await DeleteAsync(server, $"artifacts/{free}")).ShouldBe("204 ");
        server.Folders.FindArtifact(free).ShouldBeNull();
        (await DeleteAsync(server, $"artifacts/{free}")).ShouldBe("404 no_such_artifact");

        var refusal = await JsonAsync(server.SendAsync(HttpMethod.Delete, $"/api/v1/artifacts/{Named}", null), HttpStatusCode.Conflict);
        refusal.GetProperty("problems")[0].GetProperty("got").GetString().ShouldBe($"{job:D}");
        refusal.GetProperty("detail").GetString()!.ShouldContain("force=true");
        File.Exists(path).ShouldBeTrue();

        // Anna sees that it is in use, not by which jobs; what is not hers she cannot take.
        using var annas = await server.SendAsync(HttpMethod.Delete, $"/api/v1/artifacts/{Named}?force=true", null, ("X-Owner", "anna"));
        annas.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await annas.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain($"{job:D}");
        (await DeleteAsync(server, $"artifacts/{Named}?force=true")).ShouldBe("204 ");
        File.Exists(path).ShouldBeFalse();
        await JsonAsync(server.GetAsync($"/api/v1/jobs/{job}"));
    }

    [Fact]
    public async Task An_artifact_stays_while_a_job_runs_that_may_be_about_to_name_it()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        var job = await server.SubmitAsync();
        await server.UntilAsync(job, "running");
        var path = Put(server, 10);
        (await DeleteAsync(server, $"artifacts/{Named}")).ShouldBe("409 jobs_running");
        (await JsonAsync(server.PostAsync("/api/v1/storage/collect"), HttpStatusCode.Accepted)).GetProperty("state").GetString().ShouldBe("waiting");
        File.Exists(path).ShouldBeTrue();
        server.Worker.Finish(job);
        await server.UntilAsync(job, "succeeded");
        (await DeleteAsync(server, $"artifacts/{Named}")).ShouldBe("409 artifact_in_use");
    }

    [Fact]
    public async Task What_nobody_names_is_collected()
    {
        await using var server = await StartAsync();
        var (path, free) = (Put(server, 10), Media.Keep(server.Folders, "free"u8.ToArray()));
        await server.UntilAsync(await server.SubmitAsync(), "succeeded");
        while ((await JsonAsync(Task.FromResult(await server.PostAsync("/api/v1/storage/collect")), HttpStatusCode.OK)).GetProperty("state").GetString() != "collected")
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        server.Folders.FindArtifact(free).ShouldBeNull();
        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public async Task An_uploaded_file_goes_unless_a_job_waits_for_it()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        Directory.CreateDirectory(Path.Join(server.Folders.Input, "sub"));
        foreach (var name in new[] { "sub/é.png", "b.png", ".hidden" })
        {
            File.WriteAllText(Path.Join(server.Folders.Input, name), "x");
        }

        var job = await server.SubmitAsync("""{"nodes": {"show": {"class_type": "Show", "inputs": {"text": "sub/\u00e9.png [input]"}}}}""");
        (await DeleteAsync(server, "uploads?path=sub/é.png")).ShouldBe("409 file_in_use");
        (await DeleteAsync(server, "uploads?path=b.png")).ShouldBe("204 ");
        (await DeleteAsync(server, "uploads?path=b.png")).ShouldBe("404 no_such_file");
        (await DeleteAsync(server, "uploads?path=.hidden")).ShouldBe("404 no_such_file");
        (await DeleteAsync(server, "uploads?path=../data/jobs.db")).ShouldBe("400 path_not_allowed");
        (await DeleteAsync(server, "uploads")).ShouldBe("400 bad_parameters");
        await server.UntilAsync(job, "running");
        server.Worker.Finish(job);
        await server.UntilAsync(job, "succeeded");
        (await DeleteAsync(server, "uploads?path=sub/é.png")).ShouldBe("204 ");
    }

    [Fact]
    public async Task Files_of_the_folders_are_listed_and_sent()
    {
        await using var server = await StartAsync();
        Directory.CreateDirectory(Path.Join(server.Folders.Output, "sub"));
        File.WriteAllText(Path.Join(server.Folders.Output, "sub", "a b.txt"), "0123456789");
        var file = (await JsonAsync(server.GetAsync("/api/v1/files?folder=output&subfolder=sub"))).GetProperty("files")[0];
        file.GetProperty("media_type").GetString().ShouldBe("text/plain");
        using var whole = await server.GetAsync(file.GetProperty("url").GetString()!);
        (await whole.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("0123456789");
        var tag = whole.Headers.ETag!.ToString();
        (await PartAsync(("Range", "bytes=2-4"))).ShouldBe("206 234");
        (await PartAsync(("Range", "bytes=-3"), ("If-Range", tag))).ShouldBe("206 789");
        (await PartAsync(("Range", "bytes=20-"))).ShouldBe("416 ");
        File.AppendAllText(Path.Join(server.Folders.Output, "sub", "a b.txt"), "x");
        (await PartAsync(("Range", "bytes=2-4"), ("If-Range", tag))).ShouldBe("200 0123456789x", "It is another file by now.");
        File.Delete(Path.Join(server.Folders.Output, "sub", "a b.txt"));
        (await server.GetAsync(file.GetProperty("url").GetString()!)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        async Task<string> PartAsync(params (string, string)[] headers)
        {
            using var answer = await server.GetAsync(file.GetProperty("url").GetString()!, headers);
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
        }
    }

    private static string Put(RestServer server, int bytes)
    {
        ContentId.TryParse(Named, out var id).ShouldBeTrue();
        var path = Path.Join(server.Folders.Artifacts, ArtifactPlace.Of(id));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new byte[bytes]);
        return path;
    }

    private static async Task<string> DeleteAsync(RestServer server, string path)
    {
        using var answer = await server.SendAsync(HttpMethod.Delete, $"/api/v1/{path}", null);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return $"{(int)answer.StatusCode} {(text.Length == 0 ? "" : JsonElement.Parse(text).GetProperty("code").GetString())}";
    }

    private static IEnumerable<string> Owners(JsonElement use)
        => use.GetProperty("artifacts_by_owner").EnumerateArray().Select(part => $"{part.GetProperty("owner").GetString()} {part.GetProperty("files").GetInt64()} {part.GetProperty("bytes").GetInt64()}");
}
