using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Workers;
using Microsoft.Extensions.DependencyInjection;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class The_hub_streams
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_was_handed_in_there_from_any_event_to_its_end()
    {
        await using var server = await StartAsync();
        await using var hub = await HubClient.ConnectAsync(server);
        var job = await hub.InvokeAsync<JsonElement>("Submit", JsonElement.Parse(Graph), "key", Cancellation);
        (await hub.InvokeAsync<JsonElement>("Submit", JsonElement.Parse(Graph), "key", Cancellation)).GetProperty("id").GetGuid().ShouldBe(job.GetProperty("id").GetGuid());

        var told = await hub.StreamAsync<JsonElement>("Watch", job.GetProperty("id").GetGuid(), 2L, Cancellation).Where(news => news.TryGetProperty("number", out _))
            .Select(news => $"{news.GetProperty("number")} {news.GetProperty("type")}").ToListAsync(Cancellation);
        told.ShouldBe(["3 run_started", "4 node_started", "5 node_finished", "6 run_finished", "7 job_finished"]);
    }

    [Fact]
    public async Task Pictures_by_their_address()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        await using var hub = await HubClient.ConnectAsync(server);
        var id = await server.SubmitAsync();
        await server.UntilAsync(id, "running");
        server.Worker.Preview(id);

        var preview = await hub.StreamAsync<JsonElement>("Watch", id, 0L, Cancellation).FirstAsync(news => news.GetProperty("type").GetString() == "preview", Cancellation);
        using var picture = await server.GetAsync(preview.GetProperty("data").GetProperty("url").GetString()!);
        picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
    }

    [Fact]
    public async Task The_queue_as_it_is_and_as_it_becomes()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        await using var hub = await HubClient.ConnectAsync(server);
        await using var queue = hub.StreamAsync<JsonElement>("Queue", Cancellation).GetAsyncEnumerator(Cancellation);
        (await queue.MoveNextAsync()).ShouldBeTrue();
        queue.Current.GetProperty("waiting_count").GetInt32().ShouldBe(0);

        await server.SubmitAsync();
        var second = await server.SubmitAsync();
        await server.SubmitAsync(Graph, ("X-Owner", "other"));
        while (queue.Current.GetProperty("waiting_count").GetInt32() < 1 || queue.Current.GetProperty("running_count").GetInt32() < 1)
        {
            (await queue.MoveNextAsync()).ShouldBeTrue();
        }

        queue.Current.GetProperty("waiting").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetGuid().ShouldBe(second);
        (await hub.InvokeAsync<JsonElement>("Cancel", second, Cancellation)).GetProperty("state").GetString().ShouldBe("cancelled");
        while (queue.Current.GetProperty("waiting_count").GetInt32() > 0)
        {
            (await queue.MoveNextAsync()).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task The_ledger_and_the_log()
    {
        await using var server = await StartAsync();
        await using var hub = await HubClient.ConnectAsync(server);
        (await hub.StreamAsync<JsonElement>("Ledger", Cancellation).FirstAsync(Cancellation)).GetProperty("phase").GetString().ShouldBe("stopped");

        var line = hub.StreamAsync<JsonElement>("Logs", Cancellation).FirstAsync(Cancellation).AsTask();
        var watch = server.App.Services.GetRequiredService<WorkerWatch>();
        while (!line.IsCompleted)
        {
            watch.TellLogged(new WorkerLogged("info", "A plugin was loaded."));
            await Task.WhenAny(line, Task.Delay(10, Cancellation));
        }

        (await line).GetProperty("message").GetString().ShouldBe("A plugin was loaded.");
    }

    [Fact]
    public async Task And_says_no_in_sentences()
    {
        await using var server = await StartAsync();
        await using var hub = await HubClient.ConnectAsync(server, "other");
        var id = await server.SubmitAsync();

        (await Should.ThrowAsync<HubException>(async () => await hub.StreamAsync<JsonElement>("Watch", id, 0L, Cancellation).FirstAsync(Cancellation))).Message.ShouldContain("unknown_job: There is no job");
        (await Should.ThrowAsync<HubException>(() => hub.InvokeAsync("Cancel", id, Cancellation))).Message.ShouldContain("unknown_job");
        (await Should.ThrowAsync<HubException>(() => hub.InvokeAsync("Submit", JsonElement.Parse("""{"graph": {}, "nmae": "x"}"""), null, Cancellation))).Message.ShouldContain("Did you mean 'name'?");
        server.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_more_at_once_than_a_connection_may_have()
    {
        await using var server = await StartAsync();
        await using var hub = await HubClient.ConnectAsync(server);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var streams = new List<IAsyncEnumerator<JsonElement>>();
        for (var i = 0; i < 64; i++)
        {
            streams.Add(hub.StreamAsync<JsonElement>("Queue", end.Token).GetAsyncEnumerator(end.Token));
            (await streams[^1].MoveNextAsync()).ShouldBeTrue();
        }

        (await Should.ThrowAsync<HubException>(async () => await hub.StreamAsync<JsonElement>("Queue", Cancellation).FirstAsync(Cancellation))).Message.ShouldContain("too_many_streams");
        await end.CancelAsync();
    }

    [Fact]
    public async Task No_more_connections_than_there_are_places()
    {
        await using var server = await StartAsync(new ServerLimits { Streams = 1 });
        await using var hub = await HubClient.ConnectAsync(server);
        (await hub.StreamAsync<JsonElement>("Queue", Cancellation).FirstAsync(Cancellation)).GetProperty("waiting_count").GetInt32().ShouldBe(0);
        await Should.ThrowAsync<Exception>(() => HubClient.ConnectAsync(server));
        server.Reports.ShouldBeEmpty();
    }
}
