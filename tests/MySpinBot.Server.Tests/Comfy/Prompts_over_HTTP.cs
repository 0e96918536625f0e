using System.Text.Json.Nodes;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;

namespace MySpinBot.Server.Tests.Comfy;

public sealed class Prompts_over_HTTP
{
    [Fact]
    public async Task A_prompt_runs_and_history_tells_of_it()
    {
        await using var house = new ComfyHouse();
        var (status, answer) = await house.PostAsync("/api/prompt", $$$$$"""{"prompt":{{{{{Toys.Chain(1)}}}}},"client_id":"anna","extra_data":{"x":1,"api_key_comfy_org":"secret","extra_pnginfo":{"workflow":{"id":"w1"}}}}""");
        status.ShouldBe(200);
        answer!["node_errors"]!.ToJsonString().ShouldBe("{}");
        var id = Guid.Parse(answer["prompt_id"]!.GetValue<string>());

        var record = await house.HistoryOfAsync(id);
        var tuple = record["prompt"]!.AsArray();
        tuple.Count.ShouldBe(5);
        tuple[0]!.ToJsonString().ShouldBe(answer["number"]!.ToJsonString());
        tuple[1]!.GetValue<string>().ShouldBe($"{id}");
        tuple[2]!.ToJsonString().ShouldBe(JsonNode.Parse(Toys.Chain(1))!.ToJsonString());
        tuple[3]!["client_id"]!.GetValue<string>().ShouldBe("anna");
        tuple[3]!["create_time"]!.GetValue<long>().ShouldBeGreaterThan(1_600_000_000_000);
        tuple[3]!["extra_pnginfo"]!["workflow"]!["id"]!.GetValue<string>().ShouldBe("w1");
        tuple[4]!.ToJsonString().ShouldBe("""["3"]""");
        record["outputs"]!["3"]!["images"]![0]!["filename"]!.GetValue<string>().ShouldBe("3.png");
        record["meta"]!["3"]!.ToJsonString().ShouldBe("""{"node_id":"3","display_node":"3","parent_node":null,"real_node_id":"3"}""");
        record["status"]!["status_str"]!.GetValue<string>().ShouldBe("success");
        record["status"]!["completed"]!.GetValue<bool>().ShouldBeTrue();
        record["status"]!["messages"]!.AsArray().Select(message => message![0]!.GetValue<string>()).ShouldBe(["execution_start", "execution_cached", "execution_success"]);
        record.ToJsonString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task The_id_that_the_client_chose_is_the_jobs_and_is_taken_once()
    {
        await using var house = new ComfyHouse(runs: false);
        var id = Guid.NewGuid();
        var body = $$"""{"prompt":{{Toys.Chain(0)}},"prompt_id":"{{id}}","number":3}""";
        (await house.PostAsync("/prompt", body)).Status.ShouldBe(200);

        // ComfyUI's worker ends for good at the third of these.
        for (var i = 0; i < 3; i++)
        {
            var (status, answer) = await house.PostAsync("/prompt", body);
            status.ShouldBe(400);
            answer!["error"]!["type"]!.GetValue<string>().ShouldBe("invalid_prompt_id");
            answer["error"]!["message"]!.GetValue<string>().ShouldContain("already");
        }

        house.Desk.Waiting.ShouldHaveSingleItem().Id.ShouldBe(id);
        house.Desk.Waiting[0].Number.ShouldBe(3);
    }

    [Fact]
    public async Task Numbers_and_front_give_the_place()
    {
        await using var house = new ComfyHouse(runs: false);
        var first = await house.SubmitAsync(Toys.Chain(0));
        var second = await house.SubmitAsync(Toys.Chain(1));
        var front = await house.SubmitAsync(Toys.Chain(2), more: ",\"front\":true");
        var early = await house.SubmitAsync(Toys.Chain(3), more: ",\"number\":-1000");
        house.Desk.Waiting.Select(job => job.Id).ShouldBe([early, front, first, second]);

        var queue = (await house.GetAsync("/queue")).Body!;
        queue["queue_running"]!.AsArray().ShouldBeEmpty();
        queue["queue_pending"]!.AsArray().Select(item => Guid.Parse(item![1]!.GetValue<string>())).ShouldBe([early, front, first, second]);
        queue["queue_pending"]![0]![0]!.ToJsonString().ShouldBe("-1000");
        queue["queue_pending"]![0]!.AsArray().Count.ShouldBe(5);
        (await house.GetAsync("/prompt")).Body!.ToJsonString().ShouldBe("""{"exec_info":{"queue_remaining":4}}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"prompt":7}""")]
    [InlineData("""{"prompt":{"1":7}}""")]
    [InlineData("""{"prompt":{"1":{"class_type":"BOut","inputs":[]}}}""")]
    [InlineData("""{"prompt":{"1":{"class_type":7,"inputs":{}}}}""")]
    [InlineData("""{"prompt":{"1":{"class_type":"BOut","inputs":{"value":["gone",0]}}}}""")]
    [InlineData("""{"prompt":{"1":{"class_type":"BInt","inputs":{"value":1}},"2":{"class_type":"BOut","inputs":{"value":["1",99]}}}}""")]
    [InlineData("""{"prompt":{"1":{"class_type":"BOut","inputs":{"value":NaN}}}}""")]
    [InlineData("""{"prompt":{"1":{"class_type":"BOut","inputs":{"value":1}}},"number":"soon"}""")]
    [InlineData("""{"prompt":{"1":{"class_type":"BOut","inputs":{"value":1}}},"extra_data":"x"}""")]
    [InlineData("""{"prompt":{"1":{"class_type":"BOut","inputs":{"value":1}}},"prompt_id":"x"}""")]
    [InlineData("""{"prompt":{"1":{"class_type":"BOut","inputs":{"value":1}},"1":{"class_type":"BOut","inputs":{"value":1}}}}""")]
    [InlineData("""{"other":1}""")]
    public async Task What_ComfyUI_answers_with_500_or_its_insides_is_a_sentence_and_the_server_lives(string body)
    {
        await using var house = new ComfyHouse();
        var (status, answer) = await house.PostAsync("/prompt", body);
        status.ShouldBe(400);
        answer!["error"]!["type"]!.GetValue<string>().ShouldNotBeEmpty();
        answer["error"]!["message"]!.GetValue<string>().ShouldNotBeEmpty();
        answer["error"]!["extra_info"]!.AsObject().ShouldNotBeNull();
        answer["node_errors"]!.AsObject().ShouldNotBeNull();
        answer.ToJsonString().ShouldNotContain("traceback");
        house.Reports.ShouldBeEmpty();
        await house.HistoryOfAsync(await house.SubmitAsync(Toys.Chain(0)));
    }

    [Fact]
    public async Task A_node_without_inputs_that_nobody_needs_ends_nothing()
    {
        await using var house = new ComfyHouse();
        var id = await house.SubmitAsync("""{"1":{"class_type":"BOut","inputs":{"value":1}},"2":{"class_type":"BInt"}}""");
        (await house.HistoryOfAsync(id))["status"]!["completed"]!.GetValue<bool>().ShouldBeTrue();
        await house.HistoryOfAsync(await house.SubmitAsync(Toys.Chain(0)));
    }

    [Fact]
    public async Task A_chain_that_is_too_long_for_ComfyUI_runs()
    {
        await using var house = new ComfyHouse();
        (await house.HistoryOfAsync(await house.SubmitAsync(Toys.Chain(2_000))))["status"]!["completed"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Where_only_a_part_can_run_the_answer_says_what_is_wrong_with_the_rest_and_history_has_all_of_it()
    {
        await using var house = new ComfyHouse();
        var prompt = """{"1":{"class_type":"BInt","inputs":{"value":1}},"2":{"class_type":"BOut","inputs":{"value":["1",0]}},"3":{"class_type":"BOut","inputs":{}}}""";
        var (status, answer) = await house.PostAsync("/prompt", $$"""{"prompt":{{prompt}}}""");
        status.ShouldBe(200);
        answer!["node_errors"]!["3"]!["errors"]![0]!["type"]!.GetValue<string>().ShouldBe("required_input_missing");
        var record = await house.HistoryOfAsync(Guid.Parse(answer["prompt_id"]!.GetValue<string>()));
        record["prompt"]![2]!.ToJsonString().ShouldBe(prompt);
        record["prompt"]![4]!.ToJsonString().ShouldBe("""["2"]""");
        record["outputs"]!.AsObject().Select(output => output.Key).ShouldBe(["2"]);
    }

    [Fact]
    public async Task Odd_information_for_files_does_not_spoil_the_list_of_jobs()
    {
        await using var house = new ComfyHouse();
        foreach (var info in (string[])["null", "7", "{\"workflow\":null}", "{\"workflow\":{\"id\":[]}}"])
        {
            await house.HistoryOfAsync(await house.SubmitAsync(Toys.Chain(0), more: $",\"extra_data\":{{\"extra_pnginfo\":{info}}}"));
        }

        var (status, body) = await house.GetAsync("/api/jobs");
        status.ShouldBe(200);
        body!["jobs"]!.AsArray().Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_413()
    {
        await using var house = new ComfyHouse(new ServerLimits { BodyBytes = 10_000 });
        (await house.PostAsync("/prompt", $$"""{"prompt":{{Toys.Chain(1_000)}}}""")).Status.ShouldBe(413);
        (await house.PostAsync("/queue", new string(' ', 20_000))).Status.ShouldBe(413);
    }

    [Fact]
    public async Task A_failed_prompt_tells_its_error()
    {
        await using var house = new ComfyHouse
        {
            Script = null,
        };
        house.Script = (start, _) =>
        {
            house.Worker.Tell(start.Job, new NodeStarted("1", "BInt", "", 1, RunReason.NotKnown), new NodeFailed("1", "BInt", 0, "The number is bad.", null, "System.DivideByZeroException: no\n at X"));
            house.Worker.End(start.Job, RunOutcome.Failed, "The number is bad.");
            return Task.CompletedTask;
        };
        var id = await house.SubmitAsync(Toys.Chain(0));
        var record = await house.HistoryOfAsync(id);
        record["status"]!["status_str"]!.GetValue<string>().ShouldBe("error");
        record["status"]!["completed"]!.GetValue<bool>().ShouldBeFalse();
        var message = record["status"]!["messages"]!.AsArray()[^1]!;
        message[0]!.GetValue<string>().ShouldBe("execution_error");
        message[1]!["exception_message"]!.GetValue<string>().ShouldBe("The number is bad.");
        message[1]!["exception_type"]!.GetValue<string>().ShouldBe("System.DivideByZeroException");
        var job = (await house.GetAsync($"/api/jobs/{id}")).Body!;
        job["status"]!.GetValue<string>().ShouldBe("failed");
        job["execution_error"]!["node_id"]!.GetValue<string>().ShouldBe("1");
        house.Desk.Find(id, "local")!.State.ShouldBe(JobState.Failed);
    }
}
