using System.Net.WebSockets;
using System.Text.Json.Nodes;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Tests.Jobs;

namespace MySpinBot.Server.Tests.Comfy;

public sealed class Sockets_over_HTTP
{
    [Fact]
    public async Task A_fresh_run_is_heard_frame_by_frame()
    {
        await using var house = new ComfyHouse();
        using var client = await house.ConnectAsync("anna");
        var status = await client.NextAsync("status");
        status["sid"]!.GetValue<string>().ShouldBe("anna");
        status["status"]!["exec_info"]!["queue_remaining"]!.GetValue<int>().ShouldBe(0);

        var id = await house.SubmitAsync(Toys.Chain(1), "anna");
        var frames = await client.UntilAsync();
        string.Join(' ', frames.Select(frame => frame["type"]!.GetValue<string>())).ShouldBe(
            "status status execution_start execution_cached progress_state executing progress_state progress_state executing progress_state "
            + "progress_state executing executed progress_state execution_success status executing");
        frames.Where(frame => frame["type"]!.GetValue<string>() != "status").ShouldAllBe(frame => frame["data"]!["prompt_id"]!.GetValue<string>() == $"{id}");
        frames[^2]["data"]!["status"]!["exec_info"]!["queue_remaining"]!.GetValue<int>().ShouldBe(0);

        // Whoever hears that a prompt is over asks for its history at once.
        (await house.GetAsync($"/history/{id}")).Body![$"{id}"]!["status"]!["completed"]!.GetValue<bool>().ShouldBeTrue();
        house.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_client_hears_of_its_own_jobs_and_all_hear_how_long_the_queue_is()
    {
        await using var house = new ComfyHouse();
        using var anna = await house.ConnectAsync("anna");
        using var bert = await house.ConnectAsync("bert");
        var ids = (Anna: await house.SubmitAsync(Toys.Chain(2), "anna"), Bert: await house.SubmitAsync(Toys.Chain(1), "bert"));
        (await anna.UntilAsync()).Where(IsOfJob).ShouldAllBe(frame => frame["data"]!["prompt_id"]!.GetValue<string>() == $"{ids.Anna}");
        (await bert.UntilAsync()).Where(IsOfJob).ShouldAllBe(frame => frame["data"]!["prompt_id"]!.GetValue<string>() == $"{ids.Bert}");

        using var idle = await house.ConnectAsync("idle", owner: "carl");
        await idle.NextAsync("status");
        house.Script = (_, _) => Task.CompletedTask;
        await house.SubmitAsync(Toys.Chain(3), "anna");
        (await idle.NextAsync("status"))["status"]!["exec_info"]!["queue_remaining"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_second_socket_of_a_client_takes_the_place_of_the_first()
    {
        await using var house = new ComfyHouse();
        using var first = await house.ConnectAsync("anna");
        await first.NextAsync("status");
        using var second = await house.ConnectAsync("anna");
        await second.NextAsync("status");
        (await first.NextAsync()).ShouldBeNull();
        first.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);

        await second.SendAsync("""{"type":"feature_flags","data":{"supports_preview_metadata":true}}""");
        (await second.NextAsync("feature_flags"))["supports_preview_metadata"]!.GetValue<bool>().ShouldBeTrue();
        await house.SubmitAsync(Toys.Chain(0), "anna");
        (await second.UntilAsync()).Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task The_same_name_of_two_owners_is_two_clients()
    {
        await using var house = new ComfyHouse();
        using var anna = await house.ConnectAsync("tab", owner: "anna");
        using var bert = await house.ConnectAsync("tab", owner: "bert");
        await anna.NextAsync("status");
        await bert.NextAsync("status");
        var id = await house.SubmitAsync(Toys.Chain(0), "tab", owner: "anna");
        (await anna.UntilAsync())[^1]["data"]!["prompt_id"]!.GetValue<string>().ShouldBe($"{id}");
        var other = await house.SubmitAsync(Toys.Chain(0), "tab", owner: "bert");
        (await bert.UntilAsync()).Where(IsOfJob).ShouldAllBe(frame => frame["data"]!["prompt_id"]!.GetValue<string>() == $"{other}");
    }

    [Fact]
    public async Task Who_connects_again_learns_what_runs_and_hears_the_rest()
    {
        await using var house = new ComfyHouse();
        house.Script = (_, _) => Task.CompletedTask;
        var id = await house.SubmitAsync(Toys.Chain(1), "anna");
        await Office.UntilAsync(() => house.Worker.Started.Any());
        house.Worker.Tell(id, [.. ComfyHouse.Ran("1", "BInt"), new NodeStarted("2", "BAdd", "", 1, RunReason.NotKnown)]);
        await Office.UntilAsync(() => house.Desk.Record(id)!.Nodes.Length == 2);

        using var client = await house.ConnectAsync("anna");
        await client.NextAsync("status");
        (await client.NextAsync("executing")).ToJsonString().ShouldBe($$"""{"node":"2","display_node":"2","prompt_id":"{{id}}"}""");
        house.Worker.Tell(id, [new NodeFinished("2", "BAdd", 1, null), .. ComfyHouse.Ran("3", "BOut")]);
        house.Worker.End(id);
        var frames = await client.UntilAsync();
        frames.Select(frame => frame["type"]!.GetValue<string>()).ShouldContain("execution_success");
        frames.Last(frame => frame["type"]!.GetValue<string>() == "progress_state")["data"]!["nodes"]!.AsObject().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Progress_and_pictures_come_as_they_are_taken()
    {
        await using var house = new ComfyHouse();
        house.Script = (_, _) => Task.CompletedTask;
        using var old = await house.ConnectAsync("old");
        using var modern = await house.ConnectAsync("modern", flags: true);
        await old.NextAsync("status");
        await modern.NextAsync("status");
        await modern.NextAsync("feature_flags");
        foreach (var (client, name) in new[] { (old, "old"), (modern, "modern") })
        {
            var id = await house.SubmitAsync(Toys.Chain(0), name);
            await Office.UntilAsync(() => house.Worker.Started.Any(start => start.Job == id));
            house.Worker.Tell(id, new NodeStarted("1", "BInt", "", 1, RunReason.NotKnown));
            await client.UntilAsync(frame => frame["type"]!.GetValue<string>() == "executing");
            house.Worker.Progress(id, "1", 4);
            (await client.UntilAsync(frame => frame["type"]!.GetValue<string>() == "progress"))[^1]["data"]!["value"]!.GetValue<int>().ShouldBe(4);

            // The map follows at the next beat, though nothing more happens.
            (await client.UntilAsync(frame => frame["type"]!.GetValue<string>() == "progress_state"))[^1]["data"]!["nodes"]!["1"]!["value"]!.GetValue<int>().ShouldBe(4);
            house.Worker.Listener.JobPreviewed(new JobPreviewed(id, "1"), new byte[] { 0xFF, 0xD8, 1 });
            house.Worker.Tell(id, new NodeFinished("1", "BInt", 1, null));
            house.Worker.End(id);
            await client.UntilAsync();
        }

        old.Pictures.ShouldHaveSingleItem().ShouldBe([0, 0, 0, 1, 0, 0, 0, 1, 0xFF, 0xD8, 1]);
        modern.Pictures.ShouldHaveSingleItem()[3].ShouldBe((byte)4);
    }

    [Fact]
    public async Task Who_wants_no_pictures_gets_none()
    {
        await using var house = new ComfyHouse();
        house.Script = (_, _) => Task.CompletedTask;
        using var client = await house.ConnectAsync("anna");
        foreach (var (extra, pictures) in new[] { (",\"extra_data\":{\"preview_method\":\"none\"}", 0), ("", 1) })
        {
            var id = await house.SubmitAsync(Toys.Chain(0), "anna", more: extra);
            await Office.UntilAsync(() => house.Worker.Started.Any(start => start.Job == id));
            house.Worker.Tell(id, new NodeStarted("1", "BInt", "", 1, RunReason.NotKnown));
            await client.UntilAsync(frame => frame["type"]!.GetValue<string>() == "executing");
            house.Worker.Listener.JobPreviewed(new JobPreviewed(id, "1"), new byte[] { 0xFF, 0xD8, 1 });
            house.Worker.Progress(id, "1", 1);
            await client.UntilAsync(frame => frame["type"]!.GetValue<string>() == "progress");
            house.Worker.End(id);
            await client.UntilAsync();
            client.Pictures.Count.ShouldBe(pictures);
        }
    }

    [Fact]
    public async Task Of_a_job_without_a_client_its_owners_sockets_hear_and_nobody_elses()
    {
        await using var house = new ComfyHouse();
        house.Script = (_, _) => Task.CompletedTask;
        using var anna = await house.ConnectAsync("a", owner: "anna");
        using var bert = await house.ConnectAsync("b", owner: "bert");
        var id = await house.SubmitAsync(Toys.Chain(0), owner: "anna");
        await Office.UntilAsync(() => house.Worker.Started.Any());
        house.Worker.Tell(id, new NodeStarted("1", "BInt", "", 1, RunReason.NotKnown));
        await anna.UntilAsync(frame => frame["type"]!.GetValue<string>() == "progress_state");
        house.Worker.End(id, RunOutcome.Cancelled);
        await anna.UntilAsync(frame => frame["type"]!.GetValue<string>() == "execution_interrupted");
        house.Script = null;
        await house.SubmitAsync(Toys.Chain(0), "b", owner: "bert");
        (await bert.UntilAsync()).Where(IsOfJob).ShouldAllBe(frame => frame["data"]!["prompt_id"]!.GetValue<string>() != $"{id}");
    }

    [Fact]
    public async Task Whoever_never_reads_costs_nobody_anything_and_is_ended()
    {
        await using var house = new ComfyHouse(new ServerLimits { StreamBytes = 64 << 10 }, jobsAtOnce: 4);
        using var deaf = await house.ConnectAsync("deaf");
        using var client = await house.ConnectAsync("anna");
        for (var i = 0; i < 12; i++)
        {
            var ids = (Deaf: await house.SubmitAsync(Toys.Chain(1_500), "deaf"), Anna: await house.SubmitAsync(Toys.Chain(1), "anna"));
            (await client.UntilAsync())[^1]["data"]!["prompt_id"]!.GetValue<string>().ShouldBe($"{ids.Anna}");
            await house.HistoryOfAsync(ids.Deaf);
        }

        // What stands in the system's own buffers is still read; then the socket is seen to be gone.
        await Should.ThrowAsync<WebSocketException>(async () =>
        {
            while (await deaf.NextAsync() is not null)
            {
            }

            throw new WebSocketException("closed in order");
        });
        house.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_stops_says_so()
    {
        var house = new ComfyHouse();
        using var client = await house.ConnectAsync("anna");
        await client.NextAsync("status");
        var stopping = house.DisposeAsync();
        (await client.NextAsync()).ShouldBeNull();
        client.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        await stopping;
    }

    [Fact]
    public async Task There_are_only_so_many_sockets()
    {
        await using var house = new ComfyHouse(new ServerLimits { Streams = 2 });
        using var first = await house.ConnectAsync("1");
        using var second = await house.ConnectAsync("2");
        await Should.ThrowAsync<WebSocketException>(() => house.ConnectAsync("3"));
        await second.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        second.Socket.State.ShouldBe(WebSocketState.Closed);
        using var limit = new CancellationTokenSource(ComfyHouse.Patience);
        while (true)
        {
            try
            {
                using var third = await house.ConnectAsync("3");
                await third.NextAsync("status");
                return;
            }
            catch (WebSocketException) when (!limit.IsCancellationRequested)
            {
                await Task.Delay(10); // the place is given back a moment after the closing
            }
        }
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"\ud800 and more":1}""")]
    [InlineData("""{"type":"\ud800 feature_flags"}""")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"feature_flags","data":7}""")]
    public async Task What_a_client_says_wrongly_ends_nothing(string message)
    {
        await using var house = new ComfyHouse();
        using var client = await house.ConnectAsync("anna");
        await client.NextAsync("status");
        await client.SendAsync(message);
        await client.SendAsync("""{"type":"feature_flags","data":{}}""");
        await client.UntilAsync(frame => frame["type"]!.GetValue<string>() == "feature_flags");
        house.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_without_end_ends_the_socket()
    {
        await using var house = new ComfyHouse();
        using var client = await house.ConnectAsync("anna");
        await client.NextAsync("status");
        await client.SendAsync(new string('x', 200_000));
        (await client.NextAsync()).ShouldBeNull();
        client.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.MessageTooBig);
    }

    [Fact]
    public async Task A_nameless_client_is_given_a_name()
    {
        await using var house = new ComfyHouse();
        using var client = await house.ConnectAsync("");
        var sid = (await client.NextAsync("status"))["sid"]!.GetValue<string>();
        sid.Length.ShouldBe(32);
        await house.SubmitAsync(Toys.Chain(0), sid);
        (await client.UntilAsync()).Count.ShouldBeGreaterThan(5);
    }

    private static bool IsOfJob(JsonNode frame) => frame["data"]!["prompt_id"] is not null;
}
