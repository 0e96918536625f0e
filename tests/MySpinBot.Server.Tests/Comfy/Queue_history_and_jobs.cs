using System.Text.Json.Nodes;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Tests.Comfy;

public sealed class Queue_history_and_jobs
{
    [Fact]
    public async Task Jobs_are_taken_out_of_the_queue_one_by_one_or_all()
    {
        await using var house = new ComfyHouse(runs: false);
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await house.SubmitAsync(Toys.Chain(i)));
        }

        var (status, body) = await house.PostAsync("/queue", $$"""{"delete":["{{ids[1]}}","nobody","{{Guid.NewGuid()}}"]}""");
        (status, body).ShouldBe((200, null));
        house.Desk.Waiting.Select(job => job.Id).ShouldBe([ids[0], ids[2], ids[3]]);
        (await house.PostAsync("/api/queue", """{"clear":true}""")).Status.ShouldBe(200);
        house.Desk.Waiting.ShouldBeEmpty();
        (await house.GetAsync("/history")).Body!.AsObject().ShouldBeEmpty();
        (await house.GetAsync($"/history/{ids[0]}")).Body!.ToJsonString().ShouldBe("{}");
        (await house.GetAsync("/api/jobs")).Body!["jobs"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/queue", "")]
    [InlineData("/queue", "{")]
    [InlineData("/queue", "7")]
    [InlineData("/queue", """{"delete":"x"}""")]
    [InlineData("/queue", """{"delete":[1]}""")]
    [InlineData("/history", "[]")]
    [InlineData("/history", """{"delete":{}}""")]
    [InlineData("/free", "")]
    [InlineData("/free", "no")]
    [InlineData("/interrupt", "[1]")]
    [InlineData("/api/jobs/cancel", "no")]
    [InlineData("/queue", """{"\ud800 and more":1}""")]
    [InlineData("/queue", """{"delete":["\ud800"]}""")]
    [InlineData("/history", """{"clear":false,"\udc00 and more":1}""")]
    [InlineData("/interrupt", """{"prompt_id":"\ud800x"}""")]
    [InlineData("/api/jobs/cancel", """{"job_ids":["\ud800"]}""")]
    [InlineData("/prompt", """{"prompt":{},"extra_data":{"\ud800 and more":1}}""")]
    [InlineData("/prompt", """{"prompt":{},"extra_data":{"x":"\ud83d"}}""")]
    public async Task Wrong_requests_are_400(string path, string body)
    {
        await using var house = new ComfyHouse(runs: false);
        var (status, answer) = await house.PostAsync(path, body);
        status.ShouldBe(400);
        answer!["error"].ShouldNotBeNull();
        house.Reports.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"prompt_id":null}""")]
    public async Task An_interrupt_without_an_id_stops_all_that_runs(string body)
    {
        await using var house = new ComfyHouse(jobsAtOnce: 2);
        house.Script = (_, _) => Task.CompletedTask;
        var (first, second, third) = (await house.SubmitAsync(Toys.Chain(0)), await house.SubmitAsync(Toys.Chain(1)), await house.SubmitAsync(Toys.Chain(2)));
        await Jobs.Office.UntilAsync(() => house.Worker.Started.Count() == 2);
        (await house.PostAsync("/interrupt", body)).ShouldBe((200, null));
        house.Worker.Commands.OfType<CancelJob>().Select(cancel => cancel.Job).Order().ShouldBe(new[] { first, second }.Order());

        house.Worker.Tell(first, new NodeStarted("1", "BInt", "", 1, RunReason.NotKnown));
        house.Worker.End(first, RunOutcome.Cancelled);
        var record = await house.HistoryOfAsync(first);
        record["status"]!["status_str"]!.GetValue<string>().ShouldBe("error");
        record["status"]!["messages"]!.AsArray()[^1]![0]!.GetValue<string>().ShouldBe("execution_interrupted");
        record["status"]!["messages"]!.AsArray()[^1]![1]!["node_id"]!.GetValue<string>().ShouldBe("1");
        (await house.GetAsync($"/api/jobs/{first}")).Body!["status"]!.GetValue<string>().ShouldBe("cancelled");
        house.Desk.Find(third, null)!.State.IsEnd().ShouldBeFalse();
    }

    [Fact]
    public async Task An_interrupt_with_an_id_stops_only_that_and_only_if_it_runs()
    {
        await using var house = new ComfyHouse(jobsAtOnce: 2);
        house.Script = (_, _) => Task.CompletedTask;
        var (first, _, third) = (await house.SubmitAsync(Toys.Chain(0)), await house.SubmitAsync(Toys.Chain(1)), await house.SubmitAsync(Toys.Chain(2)));
        await Jobs.Office.UntilAsync(() => house.Worker.Started.Count() == 2);
        foreach (var id in (string[])[$"{third}", $"{Guid.NewGuid()}", "nobody"])
        {
            (await house.PostAsync("/interrupt", $$"""{"prompt_id":"{{id}}"}""")).Status.ShouldBe(200);
        }

        house.Worker.Commands.OfType<CancelJob>().ShouldBeEmpty();
        (await house.PostAsync("/interrupt", $$"""{"prompt_id":"{{first}}"}""")).Status.ShouldBe(200);
        house.Worker.Commands.OfType<CancelJob>().ShouldHaveSingleItem().Job.ShouldBe(first);
    }

    [Fact]
    public async Task History_has_its_order_its_windows_and_an_end()
    {
        await using var house = new ComfyHouse();
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var id = await house.SubmitAsync(Toys.Chain(i));
            await house.HistoryOfAsync(id);
            ids.Add($"{id}");
        }

        (await Keys("")).ShouldBe(ids);
        (await Keys("?max_items=2")).ShouldBe(ids[4..]);
        (await Keys("?max_items=2&offset=1")).ShouldBe(ids[1..3]);
        (await Keys("?offset=4")).ShouldBe(ids[4..]);
        (await Keys("?offset=6")).ShouldBeEmpty();
        (await Keys("?offset=100")).ShouldBeEmpty();
        var (status, body) = await house.GetAsync("/history?max_items=not-an-integer");
        (status, body!.ToJsonString()).ShouldBe((400, """{"error":"max_items must be an integer"}"""));
        (status, body) = await house.GetAsync("/history?offset=not-an-integer");
        (status, body!.ToJsonString()).ShouldBe((400, """{"error":"offset must be an integer"}"""));
        (await house.GetAsync("/history/nobody")).Body!.ToJsonString().ShouldBe("{}");

        (await house.PostAsync("/history", $$"""{"delete":["{{ids[2]}}"]}""")).Status.ShouldBe(200);
        (await Keys("")).ShouldBe([ids[0], ids[1], ids[3], ids[4], ids[5]]);
        (await house.PostAsync("/history", """{"clear":true}""")).Status.ShouldBe(200);
        (await Keys("")).ShouldBeEmpty();

        async Task<List<string>> Keys(string query) => [.. (await house.GetAsync("/history" + query)).Body!.AsObject().Select(record => record.Key)];
    }

    [Fact]
    public async Task Jobs_are_listed_sorted_filtered_and_paged()
    {
        await using var house = new ComfyHouse();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var id = await house.SubmitAsync(Toys.Chain(i), more: i == 3 ? ",\"extra_data\":{\"extra_pnginfo\":{\"workflow\":{\"id\":\"w3\"}}}" : "");
            await house.HistoryOfAsync(id);
            ids.Add($"{id}");
        }

        var all = (await house.GetAsync("/api/jobs")).Body!;
        Ids(all).ShouldBe(Enumerable.Reverse(ids));
        all["pagination"]!.ToJsonString().ShouldBe("""{"offset":0,"limit":null,"total":5,"has_more":false}""");
        var job = all["jobs"]![0]!;
        job["status"]!.GetValue<string>().ShouldBe("completed");
        job["outputs_count"]!.GetValue<int>().ShouldBe(1);
        job["previewable_outputs_count"]!.GetValue<int>().ShouldBe(1);
        job["preview_output"]!.ToJsonString().ShouldBe("""{"filename":"6.png","subfolder":"","type":"output","nodeId":"6","mediaType":"images"}""");
        job["create_time"]!.GetValue<long>().ShouldBeLessThanOrEqualTo(job["execution_end_time"]!.GetValue<long>());
        job["workflow_id"].ShouldBeNull();
        job["outputs"].ShouldBeNull();

        Ids((await house.GetAsync("/api/jobs?sort_order=asc&limit=2&offset=1")).Body!).ShouldBe(ids[1..3]);
        (await house.GetAsync("/api/jobs?limit=2&offset=1")).Body!["pagination"]!.ToJsonString().ShouldBe("""{"offset":1,"limit":2,"total":5,"has_more":true}""");
        Ids((await house.GetAsync("/api/jobs?workflow_id=w3")).Body!).ShouldBe([ids[3]]);
        Ids((await house.GetAsync("/api/jobs?status=pending,in_progress")).Body!).ShouldBeEmpty();
        Ids((await house.GetAsync("/api/jobs?status=completed&sort_by=execution_duration")).Body!).Count.ShouldBe(5);

        var one = (await house.GetAsync($"/api/jobs/{ids[0]}")).Body!;
        one["outputs"]!["2"]!["images"]!.AsArray().Count.ShouldBe(1);
        one["execution_status"]!["status_str"]!.GetValue<string>().ShouldBe("success");
        one["workflow"]!["prompt"]!["1"]!["class_type"]!.GetValue<string>().ShouldBe("BInt");
        one["workflow"]!["extra_data"]!["create_time"].ShouldNotBeNull();
        var (status, body) = await house.GetAsync("/api/jobs/nonexistent-job-id");
        (status, body!.ToJsonString()).ShouldBe((404, """{"error":"Job not found"}"""));

        static List<string> Ids(JsonNode list) => [.. list["jobs"]!.AsArray().Select(job => job!["id"]!.GetValue<string>())];
    }

    [Theory]
    [InlineData("status=done", "Invalid status value(s): done. Valid values: pending, in_progress, completed, failed, cancelled")]
    [InlineData("sort_by=size", "sort_by must be 'created_at' or 'execution_duration'")]
    [InlineData("sort_order=up", "sort_order must be 'asc' or 'desc'")]
    [InlineData("limit=many", "limit must be an integer")]
    [InlineData("limit=0", "limit must be a positive integer")]
    [InlineData("offset=x", "offset must be an integer")]
    public async Task Wrong_questions_for_jobs_are_answered_as_ComfyUI_does(string query, string sentence)
    {
        await using var house = new ComfyHouse(runs: false);
        var (status, body) = await house.GetAsync($"/api/jobs?{query}");
        (status, body!["error"]!.GetValue<string>()).ShouldBe((400, sentence));
    }

    [Fact]
    public async Task Jobs_are_cancelled_wherever_they_stand()
    {
        await using var house = new ComfyHouse();
        house.Script = (_, _) => Task.CompletedTask;
        var (running, waiting, other) = (await house.SubmitAsync(Toys.Chain(0)), await house.SubmitAsync(Toys.Chain(1)), await house.SubmitAsync(Toys.Chain(2)));
        await Jobs.Office.UntilAsync(() => house.Worker.Started.Any());
        (await house.PostAsync($"/api/jobs/{waiting}/cancel", "")).Body!.ToJsonString().ShouldBe("""{"cancelled":true}""");
        (await house.PostAsync($"/api/jobs/{waiting}/cancel", "")).Body!.ToJsonString().ShouldBe("""{"cancelled":false}""");
        (await house.PostAsync("/api/jobs/nobody/cancel", "")).Body!.ToJsonString().ShouldBe("""{"cancelled":false}""");
        (await house.PostAsync("/api/jobs/cancel", $$"""{"job_ids":["{{running}}","{{other}}","{{Guid.NewGuid()}}"]}""")).Body!.ToJsonString().ShouldBe("""{"cancelled":true}""");
        house.Worker.Commands.OfType<CancelJob>().ShouldHaveSingleItem().Job.ShouldBe(running);
        house.Desk.Waiting.ShouldBeEmpty();
        var (status, body) = await house.PostAsync("/api/jobs/cancel", """{"job_ids":["x",7]}""");
        (status, body!.ToJsonString()).ShouldBe((400, """{"error":"job_ids contains invalid id(s)","invalid_ids":["x","7"]}"""));
        (status, body) = await house.PostAsync("/api/jobs/cancel", "{}");
        (status, body!.ToJsonString()).ShouldBe((400, """{"error":"job_ids must be a list"}"""));
    }

    [Fact]
    public async Task Nobody_sees_or_touches_the_jobs_of_others()
    {
        await using var house = new ComfyHouse();
        var anna = await house.SubmitAsync(Toys.Chain(0), owner: "anna");
        await Jobs.Office.UntilAsync(() => house.Desk.Find(anna, "anna")!.State == JobState.Succeeded);
        house.Script = (_, _) => Task.CompletedTask;
        var (runs, waits) = (await house.SubmitAsync(Toys.Chain(1), owner: "anna"), await house.SubmitAsync(Toys.Chain(2), owner: "anna"));

        (await house.GetAsync("/history", "bert")).Body!.AsObject().ShouldBeEmpty();
        (await house.GetAsync($"/history/{anna}", "bert")).Body!.AsObject().ShouldBeEmpty();
        (await house.GetAsync("/queue", "bert")).Body!.ToJsonString().ShouldBe("""{"queue_running":[],"queue_pending":[]}""");
        (await house.GetAsync("/api/jobs", "bert")).Body!["jobs"]!.AsArray().ShouldBeEmpty();
        (await house.GetAsync($"/api/jobs/{anna}", "bert")).Status.ShouldBe(404);
        await house.PostAsync("/queue", $$"""{"clear":true,"delete":["{{waits}}"]}""", "bert");
        await house.PostAsync("/interrupt", "{}", "bert");
        await house.PostAsync("/history", $$"""{"clear":true,"delete":["{{anna}}"]}""", "bert");
        (await house.PostAsync($"/api/jobs/{waits}/cancel", "", "bert")).Body!.ToJsonString().ShouldBe("""{"cancelled":false}""");

        (await house.GetAsync("/history", "anna")).Body!.AsObject().Select(record => record.Key).ShouldBe([$"{anna}"]);
        house.Desk.Waiting.ShouldHaveSingleItem().Id.ShouldBe(waits);
        house.Worker.Commands.OfType<CancelJob>().ShouldBeEmpty();
        house.Desk.Find(runs, "anna")!.State.IsEnd().ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_server_can_is_said()
    {
        await using var house = new ComfyHouse(runs: false);
        var features = (await house.GetAsync("/features")).Body!;
        features["supports_preview_metadata"]!.GetValue<bool>().ShouldBeTrue();
        features["max_upload_size"]!.GetValue<long>().ShouldBeGreaterThan(0);
        (await house.PostAsync("/free", """{"unload_models":true,"free_memory":true}""")).ShouldBe((200, null));
        (await house.GetAsync("/ws")).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("/queue")]
    [InlineData("/api/history")]
    [InlineData("/prompt")]
    [InlineData("/api/jobs")]
    [InlineData("/features")]
    public async Task What_is_read_answers_to_HEAD(string path)
    {
        await using var house = new ComfyHouse(runs: false);
        using var answer = await house.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        ((int)answer.StatusCode).ShouldBe(200);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        house.Reports.ShouldBeEmpty();
    }
}
