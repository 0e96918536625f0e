using System.Net;
using System.Text.Json;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class Jobs_are_handed_in_at_once
{
    private const string Named = """{"version": 1, "inputs": {"words": {"type": "STRING", "default": "none"}}, "nodes": {"show": {"class_type": "Show", "inputs": {"text": {"input": "words"}}}}}""";
    private const string Seeded = """{"nodes": {"grow": {"class_type": "Grow", "inputs": {"seed": 3, "text": "x"}}}}""";

    [Fact]
    public async Task Several_graphs_in_their_order()
    {
        await using var server = await StartAsync();
        using var answer = await server.PostAsync("/api/v1/jobs/batch", $$"""{"name": "posters", "jobs": [{"graph": {{Graph}}, "name": "one"}, {"graph": {{Named}}, "inputs": {"words": "two"}, "priority": 4, "labels": {"lot": "7"} }]}""");
        var batch = await JsonAsync(Task.FromResult(answer), HttpStatusCode.Accepted);
        batch.GetProperty("jobs").GetInt32().ShouldBe(2);
        batch.GetProperty("name").GetString().ShouldBe("posters");

        var ended = await UntilEndedAsync(server, batch.GetProperty("id").GetGuid());

        ended.GetProperty("counts").GetProperty("succeeded").GetInt32().ShouldBe(2);
        ended.GetProperty("progress").GetDouble().ShouldBe(1);
        answer.Headers.Location!.ToString().ShouldBe(ended.GetProperty("links").GetProperty("self").GetString());
        var jobs = (await JsonAsync(server.GetAsync(ended.GetProperty("links").GetProperty("jobs").GetString()!))).GetProperty("jobs").EnumerateArray().Reverse().ToList();
        jobs.Select(job => job.GetProperty("id").GetGuid()).ShouldBe(batch.GetProperty("job_ids").EnumerateArray().Select(id => id.GetGuid()));
        jobs[0].GetProperty("name").GetString().ShouldBe("one");
        jobs[1].GetProperty("labels").GetProperty("lot").GetString().ShouldBe("7");
        jobs.ShouldAllBe(job => job.GetProperty("batch").GetGuid() == batch.GetProperty("id").GetGuid());
        server.Desk.Content(jobs[1].GetProperty("id").GetGuid())!.Terms.Inputs["words"].GetString().ShouldBe("two");
    }

    [Fact]
    public async Task One_graph_with_several_inputs_and_seeds()
    {
        await using var server = await StartAsync();
        var batch = await JsonAsync(
            server.PostAsync("/api/v1/jobs/batch", $$"""{"graph": {{Seeded}}, "labels": {"all": "yes"}, "runs": [{"name": "a"}, {"name": "b", "labels": {"own": "1"} }], "seeds": [11, 12]}"""), HttpStatusCode.Accepted);
        var jobs = batch.GetProperty("job_ids").EnumerateArray().Select(id => id.GetGuid()).ToList();
        jobs.Select(id => $"{server.Desk.Find(id, null)!.Name}{Seed(server, id)}").ShouldBe(["a11", "a12", "b11", "b12"]);
        (await JsonAsync(server.GetAsync("/api/v1/jobs?label=all:yes&label=own:1"))).GetProperty("jobs").GetArrayLength().ShouldBe(2);

        var inputs = await JsonAsync(server.PostAsync("/api/v1/jobs/batch", $$$"""{"graph": {{{Named}}}, "inputs": {"words": "for all"}, "runs": [{}, {"inputs": {"words": "own"}}]}"""), HttpStatusCode.Accepted);
        inputs.GetProperty("job_ids").EnumerateArray().Select(id => server.Desk.Content(id.GetGuid())!.Terms.Inputs["words"].GetString()).ShouldBe(["for all", "own"]);
    }

    [Fact]
    public async Task All_or_none_with_everything_that_is_wrong_and_where()
    {
        await using var server = await StartAsync();
        var refused = await JsonAsync(
            server.PostAsync("/api/v1/jobs/batch", $$"""{"jobs": [{"graph": {{Graph}} }, {"graph": {{Graph.Replace("Show", "Shwo")}} }, {"graph": {{Named}}, "inputs": {"wrods": 1} }, {"graph": {{Graph}}, "seed": 4}]}"""),
            HttpStatusCode.UnprocessableEntity);
        refused.GetProperty("code").GetString().ShouldBe("graph_refused");
        refused.GetProperty("problems").EnumerateArray().Select(fault => fault.GetProperty("index").GetInt32()).Distinct().ShouldBe([1, 2, 3]);
        refused.GetProperty("problems")[0].GetProperty("field").GetString().ShouldBe("/jobs/1");

        var fields = await JsonAsync(server.PostAsync("/api/v1/jobs/batch", $$"""{"jobs": [{"graph": {{Graph}}, "prority": 1}, 7, {"name": 5}], "x": 1}"""), HttpStatusCode.BadRequest);
        fields.GetProperty("problems").EnumerateArray().Select(fault => fault.GetProperty("field").GetString()).ShouldBe(["/jobs/0/prority", "/jobs/1", "/jobs/2/graph", "/jobs/2/name", "/x"]);
        (await JsonAsync(server.GetAsync("/api/v1/jobs"))).GetProperty("jobs").GetArrayLength().ShouldBe(0);
        (await JsonAsync(server.GetAsync("/api/v1/batches"))).GetProperty("batches").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"jobs": []}""")]
    [InlineData("""{"jobs": {}}""")]
    [InlineData("""{"jobs": [], "graph": {}}""")]
    [InlineData("""{"graph": {}}""")]
    [InlineData("""{"graph": {}, "seeds": []}""")]
    [InlineData("""{"graph": {}, "seeds": [-1]}""")]
    [InlineData("""{"graph": {}, "seeds": [1.5]}""")]
    [InlineData("""{"graph": {}, "runs": [{"inputs": 3}]}""")]
    [InlineData("""{"graph": {}, "runs": [{}], "labels": {"a b": "c"}}""")]
    [InlineData("""{"graph": {}, "runs": 7}""")]
    public async Task What_is_no_batch_is_refused(string body)
    {
        await using var server = await StartAsync();
        (await JsonAsync(server.PostAsync("/api/v1/jobs/batch", body), HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("bad_fields");
    }

    [Fact]
    public async Task No_more_than_are_taken_and_than_there_is_room_for()
    {
        await using var server = await StartAsync(new ServerLimits { QueuedJobs = 3 });
        server.Worker.Holds = true;
        await server.UntilAsync(await server.SubmitAsync(), "running");
        (await JsonAsync(server.PostAsync("/api/v1/jobs/batch", $$"""{"graph": {{Graph}}, "runs": [{}, {}, {}, {}]}"""), HttpStatusCode.TooManyRequests)).GetProperty("code").GetString().ShouldBe("queue_full");
        await JsonAsync(server.PostAsync("/api/v1/jobs/batch", $$"""{"graph": {{Graph}}, "runs": [{}, {}, {}]}"""), HttpStatusCode.Accepted);

        var many = string.Join(',', Enumerable.Repeat("{}", 1_001));
        (await JsonAsync(server.PostAsync("/api/v1/jobs/batch", $$"""{"graph": {{Graph}}, "runs": [{{many}}]}"""), HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain("more than 1000");
        (await JsonAsync(server.PostAsync("/api/v1/jobs/batch", $$"""{"graph": {{Seeded}}, "runs": [{{string.Join(',', Enumerable.Repeat("{}", 40))}}], "seeds": [{{string.Join(',', Enumerable.Range(0, 40))}}]}"""), HttpStatusCode.BadRequest))
            .GetProperty("detail").GetString()!.ShouldContain("1600 jobs");
        var large = Graph.Replace("hello", new string('x', 1 << 20));
        (await JsonAsync(server.PostAsync("/api/v1/jobs/batch", $$"""{"graph": {{large}}, "runs": [{{string.Join(',', Enumerable.Repeat("{}", 70))}}]}"""), HttpStatusCode.RequestEntityTooLarge)).GetProperty("code").GetString().ShouldBe("batch_too_large");
    }

    [Fact]
    public async Task Once_however_often_a_key_is_sent()
    {
        await using var server = await StartAsync();
        var body = $$"""{"graph": {{Graph}}, "runs": [{}, {}]}""";
        var batch = await JsonAsync(server.PostAsync("/api/v1/jobs/batch", body, ("Idempotency-Key", "k")), HttpStatusCode.Accepted);
        var again = await JsonAsync(server.PostAsync("/api/v1/jobs/batch", body, ("Idempotency-Key", "k")));
        again.GetProperty("id").GetGuid().ShouldBe(batch.GetProperty("id").GetGuid());
        again.GetProperty("job_ids").GetRawText().ShouldBe(batch.GetProperty("job_ids").GetRawText());
        (await JsonAsync(server.PostAsync("/api/v1/jobs/batch", body.Replace("hello", "bye"), ("Idempotency-Key", "k")), HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString().ShouldBe("idempotency_key_reused");
        (await JsonAsync(server.PostAsync("/api/v1/jobs", Graph, ("Idempotency-Key", "k")), HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString().ShouldBe("idempotency_key_reused");
    }

    [Fact]
    public async Task And_are_cancelled_together_and_are_nobody_elses_business()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        var id = (await JsonAsync(server.PostAsync("/api/v1/jobs/batch", $$"""{"graph": {{Graph}}, "runs": [{}, {}, {}]}"""), HttpStatusCode.Accepted)).GetProperty("id").GetGuid();
        (await server.GetAsync($"/api/v1/batches/{id}", ("X-Owner", "other"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.PostAsync($"/api/v1/batches/{id}/cancel", null, ("X-Owner", "other"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using (await server.PostAsync($"/api/v1/batches/{id}/cancel", """{"reason": "Enough."}"""))
        {
        }

        (await UntilEndedAsync(server, id)).GetProperty("counts").GetProperty("cancelled").GetInt32().ShouldBe(3);
        (await JsonAsync(server.PostAsync($"/api/v1/batches/{id}/cancel"))).GetProperty("state").GetString().ShouldBe("ended");
    }

    [Fact]
    public async Task And_a_batch_is_gone_when_all_its_jobs_are()
    {
        await using var server = await StartAsync();
        var id = (await JsonAsync(server.PostAsync("/api/v1/jobs/batch", $$"""{"graph": {{Graph}}, "runs": [{"labels": {"go": "first"} }, {}]}"""), HttpStatusCode.Accepted)).GetProperty("id").GetGuid();
        await UntilEndedAsync(server, id);
        (await JsonAsync(server.SendAsync(HttpMethod.Delete, "/api/v1/jobs?label=go:first", null))).GetProperty("forgotten").GetInt32().ShouldBe(1);
        (await JsonAsync(server.GetAsync($"/api/v1/batches/{id}"))).GetProperty("counts").GetProperty("forgotten").GetInt32().ShouldBe(1);
        (await JsonAsync(server.SendAsync(HttpMethod.Delete, $"/api/v1/jobs?batch={id}", null))).GetProperty("forgotten").GetInt32().ShouldBe(1);
        (await server.GetAsync($"/api/v1/batches/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static long Seed(RestServer server, Guid id) => JsonElement.Parse(server.Desk.Content(id)!.Document.Span).GetProperty("nodes").GetProperty("grow").GetProperty("inputs").GetProperty("seed").GetInt64();

    private static async Task<JsonElement> UntilEndedAsync(RestServer server, Guid batch)
    {
        while (true)
        {
            var told = await JsonAsync(server.GetAsync($"/api/v1/batches/{batch}"));
            if (told.GetProperty("state").GetString() == "ended")
            {
                return told;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
