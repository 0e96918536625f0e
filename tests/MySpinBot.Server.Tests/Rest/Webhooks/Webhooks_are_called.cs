using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest.Webhooks;

public sealed class Webhooks_are_called
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

    [Fact]
    public async Task Of_the_end_of_a_job_that_names_one_and_signed()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(told: Calling(receiver));
        var job = await server.SubmitAsync(WithHook(receiver, $$""","secret":"{{Secret}}" """));

        var call = (await receiver.UntilAsync(1))[0];

        call.Path.ShouldBe("/hook");
        call.Type.ShouldBe("job.succeeded");
        call.Json.GetProperty("data").GetProperty("job").GetProperty("id").GetGuid().ShouldBe(job);
        call.Json.GetProperty("data").GetProperty("job").GetProperty("state").GetString().ShouldBe("succeeded");
        call.Json.GetProperty("data").GetProperty("results").GetProperty("nodes").GetInt32().ShouldBe(1);
        (await Promises.Schema(Promises.Document["webhooks"]!["jobChanged"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!)).Validate(call.Json.GetRawText()).ShouldBeEmpty();
        call.Headers["Content-Type"].ShouldBe("application/json");

        // As a receiver that has read the standard, and nothing of ours, would look at it.
        using var hmac = new HMACSHA256(Convert.FromBase64String(Secret["whsec_".Length..]));
        var signed = hmac.ComputeHash(Encoding.UTF8.GetBytes($"{call.Id}.{call.Headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(call.Body)}"));
        call.Headers["webhook-signature"].Split(' ').ShouldContain("v1," + Convert.ToBase64String(signed));
        Math.Abs(DateTimeOffset.FromUnixTimeSeconds(long.Parse(call.Headers["webhook-timestamp"])).Subtract(TimeProvider.System.GetUtcNow()).TotalMinutes).ShouldBeLessThan(5);
    }

    [Fact]
    public async Task Of_what_was_asked_for_in_order()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(told: Calling(receiver));

        // Slow at first, so that what came later would be faster.
        receiver.Answer = async (context, count) =>
        {
            if (count <= 2)
            {
                await Task.Delay(100, context.RequestAborted);
                context.Response.StatusCode = count == 1 ? 503 : 200;
            }
        };
        var job = await server.SubmitAsync(WithHook(receiver, ""","events":["job.queued","job.running","job.succeeded"]"""));

        var calls = await receiver.UntilAsync(4);

        calls.Select(call => call.Type).ShouldBe(["job.queued", "job.queued", "job.running", "job.succeeded"]);
        calls[0].Id.ShouldBe(calls[1].Id);
        calls.Select(call => call.Id).Distinct().Count().ShouldBe(3);
        calls[2].Json.GetProperty("data").GetProperty("job").GetProperty("state").GetString().ShouldBe("running", "The job is told as it was then.");
        calls[0].Headers.ContainsKey("webhook-signature").ShouldBeFalse("There was no secret.");
        var told = await UntilDeliveredAsync(server, $"job={job}", 3);
        told.Select(call => call.GetProperty("event").GetString()).ShouldBe(["job.succeeded", "job.running", "job.queued"]);
        told[2].GetProperty("tries").EnumerateArray().Select(each => each.GetProperty("status").GetInt32()).ShouldBe([503, 200]);
    }

    [Fact]
    public async Task For_all_jobs_of_an_owner_and_of_nobody_else()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(told: Calling(receiver));
        var made = await JsonAsync(server.PostAsync("/api/v1/webhooks", $$"""{"url": "{{receiver.Address}}all", "name": "shop", "events": ["job.succeeded", "job.failed"]}"""), HttpStatusCode.Created);
        made.GetProperty("secret").GetString()!.ShouldStartWith("whsec_");

        await server.UntilAsync(await server.SubmitAsync(), "succeeded");
        var other = await server.SubmitAsync(Graph, ("X-Owner", "other"));
        while ((await JsonAsync(server.GetAsync($"/api/v1/jobs/{other}", ("X-Owner", "other")))).GetProperty("state").GetString() != "succeeded")
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await server.UntilAsync(await server.SubmitAsync(), "succeeded");
        (await receiver.UntilAsync(2)).Select(call => call.Json.GetProperty("data").GetProperty("job").GetProperty("id").GetGuid()).ShouldNotContain(other);
        (await UntilDeliveredAsync(server, $"webhook={made.GetProperty("id").GetGuid()}", 2)).Count.ShouldBe(2);
        (await JsonAsync(server.GetAsync("/api/v1/deliveries", ("X-Owner", "other")))).GetProperty("deliveries").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task With_a_secret_that_is_said_once_and_stands_nowhere_else()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(told: Calling(receiver));
        var job = await server.SubmitAsync(WithHook(receiver, $$""","secret":"{{Secret}}" """));
        var made = await JsonAsync(server.PostAsync("/api/v1/webhooks", $$"""{"url": "{{receiver.Address}}all", "secret": "{{Secret}}"}"""), HttpStatusCode.Created);
        made.GetProperty("secret").GetString().ShouldBe(Secret);
        var id = made.GetProperty("id").GetGuid();
        await server.UntilAsync(job, "succeeded");
        await UntilDeliveredAsync(server, $"job={job}", 1);

        foreach (var path in new[] { $"/api/v1/jobs/{job}", $"/api/v1/jobs/{job}/graph", $"/api/v1/jobs/{job}/results", $"/api/v1/jobs/{job}/events?limit=1000", "/api/v1/webhooks", $"/api/v1/webhooks/{id}", "/api/v1/deliveries" })
        {
            using var answer = await server.GetAsync(path, ("Accept", "application/json"));
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("MfKQ9r8", customMessage: path);
        }

        var wrong = await JsonAsync(server.PostAsync("/api/v1/webhooks", """{"url": "http://example.com", "secret": "hunter2hunter2"}"""), HttpStatusCode.BadRequest);
        wrong.GetRawText().ShouldNotContain("hunter2");
        server.Reports.ShouldAllBe(report => !report.Contains("MfKQ9r8"));
        Encoding.UTF8.GetString(server.Desk.Content(job)!.Document.Span).ShouldNotContain("MfKQ9r8");
    }

    [Fact]
    public async Task To_see_whether_anybody_hears()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(told: Calling(receiver));
        var id = (await JsonAsync(server.PostAsync("/api/v1/webhooks", $$"""{"url": "{{receiver.Address}}all"}"""), HttpStatusCode.Created)).GetProperty("id").GetGuid();

        using var ping = await server.PostAsync($"/api/v1/webhooks/{id}/ping");

        ping.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await receiver.UntilAsync(1))[0].Type.ShouldBe("ping");
        await UntilDeliveredAsync(server, $"webhook={id}", 1);
        (await JsonAsync(server.GetAsync(ping.Headers.Location!.ToString()))).GetProperty("state").GetString().ShouldBe("delivered");
    }

    [Fact]
    public async Task And_changed_and_removed()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(told: Calling(receiver));
        var id = (await JsonAsync(server.PostAsync("/api/v1/webhooks", $$"""{"url": "{{receiver.Address}}one"}"""), HttpStatusCode.Created)).GetProperty("id").GetGuid();

        var changed = await JsonAsync(server.SendAsync(HttpMethod.Patch, $"/api/v1/webhooks/{id}", $$"""{"url": "{{receiver.Address}}two", "events": ["job.running"], "active": false}"""));
        changed.GetProperty("events").EnumerateArray().Select(one => one.GetString()).ShouldBe(["job.running"]);
        await server.UntilAsync(await server.SubmitAsync(), "succeeded");
        (await JsonAsync(server.SendAsync(HttpMethod.Patch, $"/api/v1/webhooks/{id}", """{"active": true}"""))).GetProperty("active").GetBoolean().ShouldBeTrue();
        await server.UntilAsync(await server.SubmitAsync(), "succeeded");

        (await receiver.UntilAsync(1))[0].Path.ShouldBe("/two");
        (await JsonAsync(server.GetAsync("/api/v1/webhooks"))).GetProperty("webhooks").GetArrayLength().ShouldBe(1);
        (await server.SendAsync(HttpMethod.Delete, $"/api/v1/webhooks/{id}", null, ("X-Owner", "other"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.SendAsync(HttpMethod.Delete, $"/api/v1/webhooks/{id}", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await server.GetAsync($"/api/v1/webhooks/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        receiver.Calls.Count.ShouldBe(1, "What ended while it was not active is not called.");
    }

    [Fact]
    public async Task By_no_more_than_an_owner_may_have()
    {
        await using var server = await StartAsync();
        for (var i = 0; i < 32; i++)
        {
            await JsonAsync(server.PostAsync("/api/v1/webhooks", $$"""{"url": "https://example.com/{{i}}"}"""), HttpStatusCode.Created);
        }

        (await JsonAsync(server.PostAsync("/api/v1/webhooks", """{"url": "https://example.com/more"}"""), HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("too_many_webhooks");
        await JsonAsync(server.PostAsync("/api/v1/webhooks", """{"url": "https://example.com/more"}""", ("X-Owner", "other")), HttpStatusCode.Created);
    }

    internal static Func<ServerOptions, ServerOptions> Calling(Receiver receiver, int attempts = 4)
        => options => options with { Webhooks = new WebhookOptions { AllowedHosts = [receiver.Host], Attempts = attempts, Backoff = TimeSpan.FromMilliseconds(20) } };

    internal static string WithHook(Receiver receiver, string more = "") => $$$"""{"graph": {{{Graph}}}, "webhook": {"url": "{{{receiver.Address}}}hook"{{{more}}}}}""";

    /// <summary>Waits until so many calls of a list were heard.</summary>
    internal static async Task<List<JsonElement>> UntilDeliveredAsync(RestServer server, string filter, int count, string state = "delivered")
    {
        while (true)
        {
            var calls = (await JsonAsync(server.GetAsync($"/api/v1/deliveries?{filter}"))).GetProperty("deliveries").EnumerateArray().ToList();
            if (calls.Count(call => call.GetProperty("state").GetString() == state) >= count)
            {
                return calls;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
