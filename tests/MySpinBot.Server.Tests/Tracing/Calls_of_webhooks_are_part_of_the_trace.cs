using MySpinBot.Server.Tests.Metrics;
using MySpinBot.Server.Tests.Rest;
using MySpinBot.Server.Tests.Rest.Webhooks;
using MySpinBot.Server.Tracing;

namespace MySpinBot.Server.Tests.Tracing;

public sealed class Calls_of_webhooks_are_part_of_the_trace
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task And_are_counted()
    {
        await using var traces = await TraceReceiver.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await using (var server = await RestServer.StartAsync(told: options => Webhooks_are_called.Calling(receiver)(options) with { TraceEndpoint = traces.Address }))
        {
            using var sender = new TraceSender(server.Options);
            await server.SubmitAsync(Webhooks_are_called.WithHook(receiver), ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"));
            await receiver.UntilAsync(1);

            // What was heard is counted a moment later.
            while (MetricsReader.Read(await (await server.GetAsync("/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Value("myspinbot_webhooks_calls_total", ("outcome", "delivered")) < 1)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }

        var call = traces.Spans.Single(span => span.Name == "webhook");
        call.Trace.ShouldBe(Trace);
        (call.Attributes["http.response.status_code"], call.Attributes["myspinbot.webhook.event"], call.Fault).ShouldBe(("200", "job.succeeded", null));
    }
}
