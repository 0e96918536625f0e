using System.Diagnostics;
using System.Net;
using System.Text.Json;
using MySpinBot.ComfyBehaviour;

namespace MySpinBot.EndToEnd.Serving.Comfy;

/// <summary>What clients ask after prompts have run, and who hears of whose.</summary>
public sealed class History_and_jobs_as_ComfyUI_has_them(ClassicServer place) : IClassFixture<ClassicServer>
{
    private readonly Served _server = place.Server;

    [Fact]
    public async Task An_offset_leaves_the_first_ones_out()
    {
        await RunAsync(6);
        var all = await HistoryAsync("");

        (await HistoryAsync("?max_items=2&offset=0")).Intersect(await HistoryAsync("?max_items=2&offset=2")).ShouldBeEmpty();
        (await HistoryAsync("?offset=0")).ShouldBe(all);
        (await HistoryAsync("?offset=2")).Count.ShouldBe(all.Count - 2);
        (await HistoryAsync("?max_items=2&offset=1")).Count.ShouldBe(2);
        (await HistoryAsync($"?max_items=5&offset={all.Count - 1}")).Count.ShouldBe(1);
        (await HistoryAsync($"?offset={all.Count}")).ShouldBeEmpty();
        (await HistoryAsync("?offset=1000")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("max_items")]
    [InlineData("offset")]
    public async Task What_is_no_number_is_refused(string name)
    {
        using var answer = await _server.Http.GetAsync($"/history?{name}=not-an-integer");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("error").GetString().ShouldBe($"{name} must be an integer");
    }

    [Fact]
    public async Task Jobs_are_listed_page_by_page_in_either_order()
    {
        await RunAsync(5);

        var first = await JobsAsync("?limit=2&offset=0");
        first.Select(Id).Intersect((await JobsAsync("?limit=2&offset=2")).Select(Id)).ShouldBeEmpty();
        foreach (var name in new[] { "id", "status", "create_time", "outputs_count", "preview_output" })
        {
            first[0].TryGetProperty(name, out _).ShouldBeTrue(name);
        }

        var times = (await JobsAsync("?sort_order=desc")).Select(job => job.GetProperty("create_time").GetDouble()).ToList();
        times.ShouldBe(times.OrderDescending());
        (await JobsAsync("?sort_order=asc")).Select(job => job.GetProperty("create_time").GetDouble()).ShouldBe(times.Order());
    }

    [Fact]
    public async Task Jobs_are_found_by_their_state()
    {
        await RunAsync(1);

        var completed = await JobsAsync("?status=completed");
        completed.ShouldNotBeEmpty();
        completed.ShouldAllBe(job => job.GetProperty("status").GetString() == "completed");
        (await JobsAsync("?status=pending")).ShouldAllBe(job => job.GetProperty("status").GetString() == "pending");
        var preview = completed.Select(job => job.GetProperty("preview_output")).First(one => one.ValueKind == JsonValueKind.Object);
        foreach (var name in new[] { "filename", "nodeId", "mediaType" })
        {
            preview.TryGetProperty(name, out _).ShouldBeTrue(name);
        }
    }

    [Fact]
    public async Task A_job_is_found_by_its_id_and_no_other_is()
    {
        var id = (await RunAsync(1))[0];

        var job = await _server.GetAsync($"/api/jobs/{id}");
        job.GetProperty("id").GetString().ShouldBe(id);
        job.TryGetProperty("outputs", out _).ShouldBeTrue();
        using var none = await _server.Http.GetAsync("/api/jobs/nonexistent-job-id");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_prompt_that_nobody_listens_to_has_its_known_outputs()
    {
        var prompt = new Prompt("anonymous");
        var save = prompt.Save(prompt.Image("BLACK", 32));
        await place.RunAsync(prompt.Json().ToJsonString(), null);

        var id = await place.Client.SubmitAsync(prompt.Json().ToJsonString(), named: false);

        JsonElement job = default;
        await Until.TrueAsync(async () => (job = await _server.GetAsync($"/api/jobs/{id}")).GetProperty("status").GetString() is not ("pending" or "in_progress"), TimeSpan.FromMinutes(1), () => $"{job}");
        job.GetProperty("status").GetString().ShouldBe("completed");
        job.GetProperty("outputs").TryGetProperty(save.Id, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Clients_hear_of_their_own_prompts_only()
    {
        await using var one = await new ComfyClient(_server).ConnectAsync();
        await using var other = await new ComfyClient(_server).ConnectAsync();
        var (first, second) = (await one.SubmitAsync(Preview("client_a", "BLACK")), await other.SubmitAsync(Preview("client_b", "WHITE")));

        (await ProgressUntilTheEndAsync(one, first)).ShouldAllBe(id => id == first);
        (await ProgressUntilTheEndAsync(other, second)).ShouldAllBe(id => id == second);
    }

    private static async Task<List<string>> ProgressUntilTheEndAsync(ComfyClient client, string prompt)
    {
        var heard = new List<string>();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromMinutes(1))
        {
            var message = await client.ReceiveAsync();
            var data = message.GetProperty("data");
            switch (message.GetProperty("type").GetString())
            {
                case "progress_state":
                    heard.Add(data.GetProperty("prompt_id").GetString()!);
                    break;
                case "executing" when data.GetProperty("node").ValueKind == JsonValueKind.Null && data.GetProperty("prompt_id").GetString() == prompt:
                    heard.ShouldContain(prompt);
                    return heard;
            }
        }

        throw new TimeoutException("The prompt did not end.");
    }

    private static string Preview(string name, string content)
    {
        var prompt = new Prompt(name);
        prompt.Preview(prompt.Image(content, 256));
        return prompt.Json().ToJsonString();
    }

    private async Task<List<string>> RunAsync(int times)
    {
        var prompt = new Prompt("offset_test");
        prompt.Save(prompt.Image("BLACK", 32));
        var ids = new List<string>();
        for (var i = 0; i < times; i++)
        {
            ids.Add(await place.Client.SubmitAsync(prompt.Json().ToJsonString()));
            await place.Client.ListenAsync(ids[^1]);
        }

        return ids;
    }

    private async Task<List<string>> HistoryAsync(string query) => [.. (await _server.GetAsync("/history" + query)).EnumerateObject().Select(entry => entry.Name)];

    private async Task<List<JsonElement>> JobsAsync(string query) => [.. (await _server.GetAsync("/api/jobs" + query)).GetProperty("jobs").EnumerateArray()];

    private static string? Id(JsonElement job) => job.GetProperty("id").GetString();
}
