using System.Net;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;
using Newtonsoft.Json.Linq;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class What_a_run_rested_on
{
    [Fact]
    public async Task Is_told_when_it_has_ended()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        server.Worker.Recorded = new RunRecorded(ToyManifest.Run(), null);
        var id = await server.SubmitAsync();
        await server.UntilAsync(id, "running");

        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/manifest"), HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("no_manifest");

        server.Worker.Finish(id);
        await server.UntilAsync(id, "succeeded");
        var manifest = await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/manifest"));
        manifest.GetProperty("nodes")[0].GetProperty("outputs")[1].ValueKind.ShouldBe(JsonValueKind.Null);
        ManifestForm.Read(System.Text.Encoding.UTF8.GetBytes(manifest.GetRawText())).Problem.ShouldBeNull();

        // It is an event like others, in its place.
        var page = await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/events", ("Accept", "application/json")));
        page.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("type").GetString()).TakeLast(3).ShouldBe(["run_finished", "run_recorded", "job_finished"]);
        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/results"))).GetProperty("nodes").GetArrayLength().ShouldBe(1);

        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/manifest", ("X-Owner", "other")), HttpStatusCode.NotFound)).GetProperty("code").GetString().ShouldBe("unknown_job");
        await JsonAsync(server.GetAsync("/api/v1/jobs/x/manifest"), HttpStatusCode.NotFound);
        await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/manifest?x=1"), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Is_found_among_many_events_and_as_an_artifact()
    {
        await using var server = await StartAsync();
        var bytes = ManifestForm.Write(ToyManifest.Run());
        var kept = new ArtifactReference(ContentId.Of(bytes), bytes.Length, "application/json");
        server.Worker.Recorded = new RunRecorded(null, kept);
        var id = await server.SubmitAsync();
        await server.UntilAsync(id, "succeeded");

        await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/manifest"), HttpStatusCode.NotFound);
        var path = Path.Join(server.Folders.Artifacts, ArtifactPlace.Of(kept.Id));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/manifest"))).GetRawText().ShouldBe(System.Text.Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public async Task Can_be_demanded_of_another_by_the_job_or_by_the_manifest()
    {
        await using var server = await StartAsync();
        server.Worker.Recorded = new RunRecorded(ToyManifest.Run(), null);
        var id = await server.SubmitAsync();
        await server.UntilAsync(id, "succeeded");
        var manifest = (await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/manifest"))).GetRawText();

        foreach (var strict in new[] { $"\"{id}\"", manifest })
        {
            var again = await server.SubmitAsync($$"""{"graph": {{Graph}}, "strict": {{strict}}}""");
            await server.UntilAsync(again, "succeeded");
            server.Worker.Terms!.Strict!.Nodes[0].Id.ShouldBe("read");
        }

        server.Worker.Differences = [new GraphProblem(ProblemCodes.Differs, null, "os", "The operating system is Windows; in the recorded run it was Debian.") { Expected = "Debian", Got = "Windows" }, new GraphProblem(ProblemCodes.Differs, "read", null, "Node 'read' is other.")];
        var refused = await JsonAsync(server.PostAsync("/api/v1/jobs", $$"""{"graph": {{Graph}}, "strict": "{{id}}"}"""), HttpStatusCode.UnprocessableEntity);
        refused.GetProperty("code").GetString().ShouldBe("graph_refused");
        refused.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("code").GetString()).ShouldBe(["differs", "differs"]);
        var check = await JsonAsync(server.PostAsync("/api/v1/graphs/validate", $$"""{"graph": {{Graph}}, "strict": "{{id}}"}"""));
        check.GetProperty("problems").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("7", HttpStatusCode.BadRequest, "bad_field")]
    [InlineData("\"no id\"", HttpStatusCode.BadRequest, "bad_field")]
    [InlineData("{}", HttpStatusCode.BadRequest, "bad_manifest")]
    [InlineData("{\"version\": 7}", HttpStatusCode.BadRequest, "bad_manifest")]
    [InlineData("\"0193f5a2-7c1e-7b60-9d5e-3f1c2a4b6d80\"", HttpStatusCode.UnprocessableEntity, "unknown_job")]
    public async Task What_is_none_is_refused(string strict, HttpStatusCode status, string code)
    {
        await using var server = await StartAsync();

        foreach (var path in new[] { "/api/v1/jobs", "/api/v1/graphs/validate" })
        {
            var refused = await JsonAsync(server.PostAsync(path, $$"""{"graph": {{Graph}}, "strict": {{strict}}}"""), status);
            (refused.TryGetProperty("problems", out var problems) ? problems[0] : refused).GetProperty("code").GetString().ShouldBe(code);
        }
    }

    [Fact]
    public async Task Of_a_job_that_has_none_or_is_another_s_cannot_be_demanded()
    {
        await using var server = await StartAsync();
        var bare = await server.SubmitAsync();
        await server.UntilAsync(bare, "succeeded");

        (await JsonAsync(server.PostAsync("/api/v1/jobs", $$"""{"graph": {{Graph}}, "strict": "{{bare}}"}"""), HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString().ShouldBe("no_manifest");
        (await JsonAsync(server.PostAsync("/api/v1/jobs", $$"""{"graph": {{Graph}}, "strict": "{{bare}}"}""", ("X-Owner", "other")), HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString().ShouldBe("unknown_job");
    }

    [Fact]
    public void Is_described_in_one_way_everywhere()
    {
        var schema = JObject.Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "manifest.schema.json")));
        var described = (JObject)Promises.Document["components"]!["schemas"]!;
        foreach (var (name, part) in ((JObject)schema["definitions"]!).Properties().Select(part => (part.Name, part.Value)).Append(("Manifest", schema)))
        {
            var alike = JObject.Parse(part.ToString().Replace("#/definitions/", "#/components/schemas/", StringComparison.Ordinal));
            foreach (var only in new[] { "$schema", "title", "definitions" })
            {
                alike.Remove(only);
            }

            JToken.DeepEquals(alike, described[name]).ShouldBeTrue(name);
        }
    }
}
