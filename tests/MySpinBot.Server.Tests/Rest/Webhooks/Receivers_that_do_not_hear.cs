using System.Net;
using Microsoft.AspNetCore.Http;
using static MySpinBot.Server.Tests.Rest.RestServer;
using static MySpinBot.Server.Tests.Rest.Webhooks.Webhooks_are_called;

namespace MySpinBot.Server.Tests.Rest.Webhooks;

public sealed class Receivers_that_do_not_hear
{
    [Fact]
    public async Task Are_given_up_after_some_tries_and_called_again_when_somebody_says_so()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(told: Calling(receiver, attempts: 3));
        receiver.Answer = (context, count) =>
        {
            context.Response.StatusCode = count <= 3 ? 500 : 204;
            return Task.CompletedTask;
        };
        var job = await server.SubmitAsync(WithHook(receiver));

        var call = (await UntilDeliveredAsync(server, $"job={job}", 1, "given_up"))[0];
        call.GetProperty("attempts").GetInt32().ShouldBe(3);
        call.GetProperty("tries").EnumerateArray().Select(each => each.GetProperty("sentence").GetString()).ShouldAllBe(sentence => sentence == "It was refused with status 500.");
        server.Reports.ShouldContain(report => report.Contains("was given up after 3 tries"));

        var again = await JsonAsync(server.PostAsync($"/api/v1/deliveries/{call.GetProperty("id").GetGuid()}/replay"), HttpStatusCode.Accepted);
        again.GetProperty("state").GetString().ShouldBe("waiting");
        (await UntilDeliveredAsync(server, $"job={job}", 1))[0].GetProperty("tries").GetArrayLength().ShouldBe(4);
        (await receiver.UntilAsync(4)).Select(heard => heard.Id).Distinct().ShouldHaveSingleItem();
        (await server.PostAsync($"/api/v1/deliveries/{Guid.NewGuid()}/replay")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Are_left_alone_where_they_are_gone()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(told: Calling(receiver));
        receiver.Answer = (context, _) =>
        {
            context.Response.StatusCode = 410;
            return Task.CompletedTask;
        };
        var job = await server.SubmitAsync(WithHook(receiver));
        (await UntilDeliveredAsync(server, $"job={job}", 1, "given_up"))[0].GetProperty("attempts").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Send_nobody_elsewhere()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(told: Calling(receiver, attempts: 1));
        receiver.Answer = (context, _) =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        var job = await server.SubmitAsync(WithHook(receiver));

        var call = (await UntilDeliveredAsync(server, $"job={job}", 1, "given_up"))[0];

        call.GetProperty("tries")[0].GetProperty("status").GetInt32().ShouldBe(307);
        call.GetProperty("tries")[0].GetProperty("sentence").GetString()!.ShouldContain("not followed");
        receiver.Calls.Select(heard => heard.Path).ShouldBe(["/hook"]);
    }

    [Fact]
    public async Task And_hang_are_waited_for_so_long_and_keep_nobody_else_waiting()
    {
        await using var hanging = await Receiver.StartAsync();
        await using var quick = await Receiver.StartAsync();
        hanging.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var server = await StartAsync(told: options => options with
        {
            JobsAtOnce = 4, Webhooks = new WebhookOptions { AllowedHosts = ["127.0.0.0/8"], Attempts = 1, Timeout = TimeSpan.FromSeconds(2) },
        });
        var stuck = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            stuck.Add(await server.SubmitAsync(WithHook(hanging)));
        }

        await hanging.UntilAsync(8);
        await server.SubmitAsync(WithHook(quick));
        await quick.UntilAsync(1);

        hanging.Calls.Count.ShouldBeLessThan(20, "The quick one did not wait for all of the others.");
        var call = (await UntilDeliveredAsync(server, $"job={stuck[0]}", 1, "given_up"))[0];
        call.GetProperty("tries")[0].TryGetProperty("status", out _).ShouldBeFalse();
        call.GetProperty("tries")[0].GetProperty("sentence").GetString().ShouldBe("There was no answer within 2 seconds.");
    }

    [Fact]
    public async Task And_answer_without_end_are_not_read_to_it()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(told: Calling(receiver));
        receiver.Answer = async (context, _) =>
        {
            var page = new byte[1 << 16];
            while (true)
            {
                await context.Response.Body.WriteAsync(page, context.RequestAborted);
            }
        };
        var job = await server.SubmitAsync(WithHook(receiver));
        (await UntilDeliveredAsync(server, $"job={job}", 1))[0].GetProperty("tries")[0].GetProperty("status").GetInt32().ShouldBe(200);
    }

    [Fact]
    public async Task Because_the_server_was_away_are_called_when_it_is_back()
    {
        using var folder = new TemporaryFolder();
        int port;
        await using (var reserved = await Receiver.StartAsync())
        {
            port = reserved.Address.Port;
        }

        WebhookOptions options = new() { AllowedHosts = ["127.0.0.1"], Attempts = 1_000, Backoff = TimeSpan.FromMilliseconds(200) };
        Guid job;
        await using (var server = await StartAsync(data: folder.Sub("data"), told: told => told with { Webhooks = options }))
        {
            job = await server.SubmitAsync($$$"""{"graph": {{{Graph}}}, "webhook": {"url": "http://127.0.0.1:{{{port}}}/hook", "events": ["job.running", "job.succeeded"]}}""");
            await server.UntilAsync(job, "succeeded");
            (await UntilDeliveredAsync(server, $"job={job}", 2, "waiting")).Count.ShouldBe(2, "Nobody listens yet.");
        }

        await using var receiver = await Receiver.StartAsync(port);
        await using var again = await StartAsync(data: folder.Sub("data"), told: told => told with { Webhooks = options with { } });

        (await receiver.UntilAsync(2)).Select(call => call.Type).ShouldBe(["job.running", "job.succeeded"]);
        (await UntilDeliveredAsync(again, $"job={job}", 2)).Count.ShouldBe(2);
    }
}
