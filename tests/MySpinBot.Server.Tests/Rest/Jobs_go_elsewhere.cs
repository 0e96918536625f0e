using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MySpinBot.Core.Archives;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class Jobs_go_elsewhere
{
    private const string Reading = """{"nodes": {"read": {"class_type": "Read", "inputs": {"file": "sub/words.txt"}}}}""";

    [Fact]
    public async Task As_one_file_with_all_that_they_read()
    {
        await using var server = await StartAsync();
        var id = await RanAsync(server, "hello");

        var (bytes, answer) = await ArchiveAsync(server, id);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        answer.Content.Headers.ContentLength.ShouldBe(bytes.Length);
        answer.Content.Headers.ContentDisposition!.FileName!.ShouldContain("my job.zip");
        using var zip = new ZipArchive(new MemoryStream(bytes));
        zip.Entries.Select(entry => entry.FullName).ShouldBe(["graph.json", "job.json", "manifest.json", $"inputs/{ContentId.Of("hello"u8)}.txt"]);
        Text(zip, "graph.json").ShouldBe(Reading);
        Text(zip, $"inputs/{ContentId.Of("hello"u8)}.txt").ShouldBe("hello");
        var job = JsonElement.Parse(Text(zip, "job.json"));
        job.GetProperty("name").GetString().ShouldBe("my job");
        job.GetProperty("models")[0].GetProperty("name").GetString().ShouldBe("big.safetensors");
        job.GetProperty("policies").GetProperty("*").GetProperty("retries").GetInt32().ShouldBe(1);
        (await ArchiveAsync(server, id)).Bytes.ShouldBe(bytes);
    }

    [Fact]
    public async Task With_what_they_made_where_that_is_wanted()
    {
        await using var server = await StartAsync();
        var result = ContentId.Of("made"u8);
        var id = await RanAsync(server, "hello", new ManifestResult("out/made.txt", result, 4, "text/plain"));

        var gone = await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/archive?results=true"), HttpStatusCode.Conflict);
        gone.GetProperty("problems")[0].GetProperty("code").GetString().ShouldBe("result_gone");
        Keep(server, result, "made");
        using var zip = new ZipArchive(new MemoryStream((await ArchiveAsync(server, id, "?results=true")).Bytes));
        Text(zip, "results/out/made.txt").ShouldBe("made");
    }

    [Fact]
    public async Task But_not_without_what_they_read()
    {
        await using var server = await StartAsync();
        var id = await RanAsync(server, "hello");
        File.WriteAllText(Path.Join(server.Folders.Input, "sub/words.txt"), "olleh");

        var gone = await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/archive"), HttpStatusCode.Conflict);

        gone.GetProperty("code").GetString().ShouldBe("archive_incomplete");
        gone.GetProperty("problems")[0].GetProperty("sentence").GetString()!.ShouldStartWith("The file 'sub/words.txt', which node 'read' read, is not there any more as it was");
        Keep(server, ContentId.Of("hello"u8), "hello");
        (await ArchiveAsync(server, id)).Bytes.Length.ShouldBeGreaterThan(100); // what a job made is kept by its content

        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/archive", ("X-Owner", "other")), HttpStatusCode.NotFound)).GetProperty("code").GetString().ShouldBe("unknown_job");
        var bare = await server.SubmitAsync();
        server.Worker.Recorded = null;
        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{Guid.NewGuid()}/archive"), HttpStatusCode.NotFound)).GetProperty("code").GetString().ShouldBe("unknown_job");
        await server.UntilAsync(bare, "succeeded");
    }

    [Fact]
    public async Task And_come_from_there_without_touching_what_is_here()
    {
        await using var here = await StartAsync();
        var bytes = (await ArchiveAsync(here, await RanAsync(here, "hello"))).Bytes;
        await using var there = await StartAsync();

        // Nobody has the name; the next has it with the same bytes; the third with others.
        var first = await SubmitAsync(there, bytes, "?priority=3");
        (await GraphOf(there, first)).ShouldBe(Reading);
        File.ReadAllText(Path.Join(there.Folders.Input, "sub/words.txt")).ShouldBe("hello");
        (await GraphOf(there, await SubmitAsync(there, bytes))).ShouldBe(Reading);
        File.WriteAllText(Path.Join(there.Folders.Input, "sub/words.txt"), "another's");
        var third = await SubmitAsync(there, bytes, "?name=again");
        JsonElement.Parse(await GraphOf(there, third)).GetProperty("nodes").GetProperty("read").GetProperty("inputs").GetProperty("file").GetString().ShouldBe("sub/words (1).txt");
        File.ReadAllText(Path.Join(there.Folders.Input, "sub/words.txt")).ShouldBe("another's");
        File.ReadAllText(Path.Join(there.Folders.Input, "sub/words (1).txt")).ShouldBe("hello");

        (await there.UntilAsync(first, "succeeded")).GetProperty("name").GetString().ShouldBe("my job");
        (await there.UntilAsync(third, "succeeded")).GetProperty("name").GetString().ShouldBe("again");
        there.Worker.Terms!.Policies["*"].Retries.ShouldBe(1);
        Directory.EnumerateFiles(Path.Join(there.Folders.Input, ".incoming")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Once_where_a_key_says_so_and_strictly_where_that_is_wanted()
    {
        await using var here = await StartAsync();
        var bytes = (await ArchiveAsync(here, await RanAsync(here, "hello"))).Bytes;
        await using var there = await StartAsync();

        var first = (await JsonAsync(PostAsync(there, bytes, "", "key"), HttpStatusCode.Accepted)).GetProperty("id").GetGuid();
        (await JsonAsync(PostAsync(there, bytes, "", "key"))).GetProperty("id").GetGuid().ShouldBe(first);
        await there.UntilAsync(await SubmitAsync(there, bytes, "?strict=true"), "succeeded");
        there.Worker.Terms!.Strict.ShouldNotBeNull().Nodes[0].Id.ShouldBe("read");
    }

    [Fact]
    public async Task Paths_of_another_machine_become_names_of_here()
    {
        await using var server = await StartAsync();
        var id = ContentId.Of("hello"u8);
        foreach (var path in new[] { "/home/anna/words.txt", "../words.txt", ".hidden", "CON", "a//b" })
        {
            var graph = Reading.Replace("sub/words.txt", path);
            var job = new ArchivedJob { Files = [new ArchivedFile(path, id, 5, $"inputs/{id}.txt")] };

            var taken = await SubmitAsync(server, Zip(("graph.json", graph), ("job.json", Encoding.UTF8.GetString(job.Write())), ($"inputs/{id}.txt", "hello")));

            JsonElement.Parse(await GraphOf(server, taken)).GetProperty("nodes").GetProperty("read").GetProperty("inputs").GetProperty("file").GetString().ShouldBe($"archives/{id}.txt");
        }

        File.ReadAllText(Path.Join(server.Folders.Input, $"archives/{id}.txt")).ShouldBe("hello");
    }

    [Fact]
    public async Task Archives_that_lie_are_refused_with_a_sentence()
    {
        await using var server = await StartAsync();
        var id = ContentId.Of("hello"u8);
        string Job(params ArchivedFile[] files) => Encoding.UTF8.GetString(new ArchivedJob { Files = files }.Write());
        foreach (var (bytes, sentence) in new (byte[], string)[]
        {
            ([], "no zip file"),
            (Encoding.UTF8.GetBytes("PK\u0003\u0004 and nothing more"), "no zip file"),
            (Zip(("other.json", "{}")), "there is no 'graph.json' in it"),
            (Zip(("graph.json", "{")), "'graph.json' is not JSON"),
            (Zip(("graph.json", "[]")), "is no JSON object"),
            (Zip(("graph.json", "{}, \"name\": \"x\"")), "'graph.json' is not JSON"),
            (Zip(("graph.json", Reading), ("job.json", "{\"version\": 9}")), "it is of version 9"),
            (Zip(("graph.json", Reading), ("job.json", "{\"files\": [null]}")), "something in its lists is null"),
            (Zip(("graph.json", Reading), ("job.json", "{\"files\": 3}")), "'job.json' cannot be read"),
            (Zip(("graph.json", Reading), ("job.json", Job(new ArchivedFile("a.txt", id, 5, "inputs/a.txt")))), "should be in it as 'inputs/a.txt'"),
            (Zip(("graph.json", Reading), ("job.json", Job(new ArchivedFile("a.txt", id, 5, "a"))), ("a", "hallo")), "holds other bytes than its job says"),
            (Zip(("graph.json", Reading), ("job.json", Job([.. Enumerable.Repeat(new ArchivedFile("a.txt", id, 1L << 40, "a"), 3)]))), "its job reads more than"),
            (Zip(("graph.json", Reading), ("../up", "x"), ("/abs", "y")), "might leave its place"),
            (Zip(("graph.json", Reading), ("bomb", new string('0', 8 << 20))), "at most 200 times as many"),
        })
        {
            var refused = await JsonAsync(PostAsync(server, bytes), HttpStatusCode.UnprocessableEntity);
            refused.GetProperty("code").GetString().ShouldBe("bad_archive");
            refused.GetProperty("detail").GetString()!.ShouldContain(sentence);
        }

        Directory.EnumerateFiles(server.Folders.Input, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        (await JsonAsync(server.GetAsync("/api/v1/jobs"))).GetProperty("jobs").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_is_wrong_with_the_request_or_the_graph_is_said_as_ever()
    {
        await using var server = await StartAsync(new ServerLimits { UploadBytes = 4_000 });
        using var json = await server.PostAsync("/api/v1/jobs/archive", "{}");
        json.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        await JsonAsync(PostAsync(server, Zip(("graph.json", Reading)), "?strict=maybe&x=1"), HttpStatusCode.BadRequest);
        (await JsonAsync(PostAsync(server, Zip(("graph.json", Reading.Replace("Read", "Raed")))), HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString().ShouldBe("graph_refused");
        (await JsonAsync(PostAsync(server, Zip(("graph.json", Reading)), "?strict=true"), HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString().ShouldBe("bad_archive");
        (await JsonAsync(PostAsync(server, new byte[5_000]), HttpStatusCode.RequestEntityTooLarge)).GetProperty("code").GetString().ShouldBe("upload_too_large");
    }

    [Fact]
    public async Task A_name_that_the_graph_is_told_over_a_link_cannot_be_another()
    {
        await using var server = await StartAsync();
        var id = ContentId.Of("hello"u8);
        File.WriteAllText(Path.Join(server.Folders.Input, "words.txt"), "another's");
        var job = new ArchivedJob { Files = [new ArchivedFile("words.txt", id, 5, "inputs/x")] };

        var refused = await JsonAsync(PostAsync(server, Zip(("graph.json", Graph), ("job.json", Encoding.UTF8.GetString(job.Write())), ("inputs/x", "hello"))), HttpStatusCode.Conflict);

        refused.GetProperty("code").GetString().ShouldBe("name_taken");
        File.ReadAllText(Path.Join(server.Folders.Input, "words.txt")).ShouldBe("another's");
    }

    private static async Task<Guid> RanAsync(RestServer server, string words, params ManifestResult[] saved)
    {
        Directory.CreateDirectory(Path.Join(server.Folders.Input, "sub"));
        File.WriteAllText(Path.Join(server.Folders.Input, "sub/words.txt"), words);
        var id = ContentId.Of(Encoding.UTF8.GetBytes(words));
        server.Worker.Recorded = new RunRecorded(
            ToyManifest.Run([new ManifestFile("file", "sub/words.txt", id, words.Length, "input"), new ManifestFile("model", "big.safetensors", id, 7L << 30, "checkpoints")], saved), null);
        var job = await server.SubmitAsync($$"""{"graph": {{Reading}}, "name": "my job", "policies": {"*": {"retries": 1} } }""");
        await server.UntilAsync(job, "succeeded");
        return job;
    }

    private static void Keep(RestServer server, ContentId id, string text)
    {
        var path = Path.Join(server.Folders.Artifacts, ArtifactPlace.Of(id));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static async Task<(byte[] Bytes, HttpResponseMessage Answer)> ArchiveAsync(RestServer server, Guid job, string query = "")
    {
        var answer = await server.GetAsync($"/api/v1/jobs/{job}/archive{query}");
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, Encoding.UTF8.GetString(bytes));
        return (bytes, answer);
    }

    private static Task<HttpResponseMessage> PostAsync(RestServer server, byte[] bytes, string query = "", string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/jobs/archive{query}") { Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/zip") } } };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return server.SendAsync(request);
    }

    private static async Task<Guid> SubmitAsync(RestServer server, byte[] bytes, string query = "") => (await JsonAsync(PostAsync(server, bytes, query), HttpStatusCode.Accepted)).GetProperty("id").GetGuid();

    private static async Task<string> GraphOf(RestServer server, Guid job)
    {
        using var answer = await server.GetAsync($"/api/v1/jobs/{job}/graph");
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private static string Text(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
