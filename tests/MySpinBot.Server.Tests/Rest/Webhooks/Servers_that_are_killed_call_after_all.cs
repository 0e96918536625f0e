using System.Net;
using System.Text;
using System.Text.Json;

namespace MySpinBot.Server.Tests.Rest.Webhooks;

public sealed class Servers_that_are_killed_call_after_all
{
    [Fact]
    public async Task Of_every_job_that_was_accepted_at_least_once_and_in_order()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, count) =>
        {
            context.Response.StatusCode = count % 3 == 0 ? 200 : 503;
            return Task.CompletedTask;
        };
        var accepted = new List<Guid>();
        for (var round = 0; round < 3; round++)
        {
            using var server = await KilledServer.StartAsync(folder.Sub("data"));
            for (var i = 0; i < 8; i++)
            {
                accepted.Add(await SubmitAsync(server, receiver, waits: i < 4));
            }

            server.Kill();
        }

        receiver.Answer = (_, _) => Task.CompletedTask;
        using var last = await KilledServer.StartAsync(folder.Sub("data"));
        await Task.WhenAll(accepted.Select(job => UntilHeardAsync(receiver, job)));

        foreach (var calls in receiver.Calls.GroupBy(call => (call.Json.GetProperty("data").GetProperty("job").GetProperty("id").GetGuid(), call.Type)).Where(calls => calls.Key.Type == "job.succeeded"))
        {
            calls.Select(call => call.Id).Distinct().ShouldHaveSingleItem("A job ends once, and whoever hears of it twice knows it by the id.");
        }
    }

    private static async Task<Guid> SubmitAsync(KilledServer server, Receiver receiver, bool waits)
    {
        var body = Webhooks_are_called.WithHook(receiver, ""","events":["job.running","job.succeeded"]""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (waits)
        {
            request.Headers.Add("Prefer", "wait=60"); // its end is on disk when it is answered, and its calls are on their way
        }

        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(waits ? HttpStatusCode.Created : HttpStatusCode.Accepted);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();
    }

    private static async Task UntilHeardAsync(Receiver receiver, Guid job)
    {
        while (true)
        {
            var calls = receiver.Calls.Where(call => call.Json.GetProperty("data").GetProperty("job").GetProperty("id").GetGuid() == job).Select(call => call.Type).ToList();
            if (calls.Contains("job.succeeded"))
            {
                calls[0].ShouldBe("job.running", "What came first is told first.");
                return;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
