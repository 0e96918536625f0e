using System.Net;
using MySpinBot.Server.Tests.Rest;

namespace MySpinBot.Server.Tests.Metrics;

public sealed class The_server_tells_what_it_measures
{
    [Fact]
    public async Task In_the_form_that_Prometheus_reads()
    {
        await using var server = await RestServer.StartAsync();
        await server.UntilAsync(await server.SubmitAsync(), "succeeded");

        var (type, text) = await AskAsync(server);

        type.ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var told = MetricsReader.Read(text);
        foreach (var (family, kind) in told.Types)
        {
            family.EndsWith("_total", StringComparison.Ordinal).ShouldBe(kind == "counter", family);
            kind.ShouldBeOneOf("counter", "gauge", "histogram");
        }

        foreach (var (name, _, value) in told.Samples.Where(sample => told.Types.GetValueOrDefault(sample.Name) == "counter"))
        {
            value.ShouldBeGreaterThanOrEqualTo(0, name);
        }
    }

    [Fact]
    public async Task As_OpenMetrics_for_those_who_ask_for_it()
    {
        await using var server = await RestServer.StartAsync();
        await server.UntilAsync(await server.SubmitAsync(), "succeeded");

        var (type, text) = await AskAsync(server, ("Accept", "application/openmetrics-text; version=1.0.0; charset=utf-8, text/plain;q=0.5"));

        type.ShouldBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
        text.ShouldEndWith("# EOF\n");
        var told = MetricsReader.Read(text);
        told.Types["myspinbot_jobs_accepted"].ShouldBe("counter");
        told.Value("myspinbot_jobs_accepted_total").ShouldBe(1);
        foreach (var (family, unit) in told.Units)
        {
            family.ShouldEndWith($"_{unit}");
        }
    }

    [Fact]
    public async Task Jobs_and_steps_are_counted()
    {
        await using var server = await RestServer.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await server.UntilAsync(await server.SubmitAsync(), "succeeded");
        }

        // A job that has ended is told a moment later.
        MetricsReader told;
        do
        {
            told = MetricsReader.Read((await AskAsync(server)).Text);
        }
        while (told.Value("myspinbot_jobs_ended_total", ("outcome", "succeeded")) < 3);

        told.Value("myspinbot_jobs_accepted_total").ShouldBe(3);
        told.Value("myspinbot_jobs_ended_total", ("outcome", "succeeded")).ShouldBe(3);
        told.Value("myspinbot_jobs_ended_total", ("outcome", "failed")).ShouldBe(0);
        told.Value("myspinbot_jobs", ("state", "queued")).ShouldBe(0);
        told.Value("myspinbot_job_duration_seconds_count", ("outcome", "succeeded")).ShouldBe(3);
        told.Value("myspinbot_step_duration_seconds_count", ("class_type", "Show")).ShouldBe(3);
        told.Value("myspinbot_cache_misses_total", ("because", "not_known")).ShouldBe(3);
        told.Value("myspinbot_events_published_total", ("kind", "stored")).ShouldBeGreaterThanOrEqualTo(3 * 6);
        told.Value("myspinbot_build_info").ShouldBe(1);
        told.Value("myspinbot_disk_free_bytes", ("folder", "data")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_histogram_counts_every_measurement_once()
    {
        await using var server = await RestServer.StartAsync();
        await server.UntilAsync(await server.SubmitAsync(), "succeeded");

        var told = MetricsReader.Read((await AskAsync(server)).Text);

        foreach (var family in told.Types.Where(type => type.Value == "histogram").Select(type => type.Key))
        {
            foreach (var series in told.Samples.Where(sample => sample.Name == $"{family}_bucket").GroupBy(sample => Written(sample.Labels)))
            {
                series.Select(sample => sample.Value).ShouldBe(series.Select(sample => sample.Value).Order());
                series.Last().Labels["le"].ShouldBe("+Inf");
                series.Last().Value.ShouldBe(told.Samples.Single(sample => sample.Name == $"{family}_count" && Written(sample.Labels) == series.Key).Value);
            }
        }
    }

    [Fact]
    public async Task Requests_are_told_by_route_and_never_by_address()
    {
        await using var server = await RestServer.StartAsync();
        var job = await server.SubmitAsync();
        await server.UntilAsync(job, "succeeded");
        (await server.GetAsync($"/api/v1/jobs/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var (_, text) = await AskAsync(server);

        text.ShouldNotContain(job.ToString());
        var told = MetricsReader.Read(text);
        told.Value("http_server_request_duration_seconds_count", ("method", "POST"), ("route", "/api/v1/jobs"), ("status", "202")).ShouldBe(1);
        told.Value("http_server_request_duration_seconds_count", ("method", "GET"), ("route", "/api/v1/jobs/{id}"), ("status", "404")).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_is_told_where_it_is_turned_off()
    {
        await using var server = await RestServer.StartAsync(told: options => options with { Metrics = MetricsAccess.Off });

        (await RestServer.JsonAsync(server.GetAsync("/metrics"), HttpStatusCode.NotFound)).GetProperty("code").GetString().ShouldBe("no_metrics");
    }

    private static string Written(Dictionary<string, string> labels) => string.Join(',', labels.Where(label => label.Key != "le").OrderBy(label => label.Key, StringComparer.Ordinal));

    private static async Task<(string Type, string Text)> AskAsync(RestServer server, params (string Name, string Value)[] headers)
    {
        using var answer = await server.GetAsync("/metrics", headers);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (answer.Content.Headers.ContentType!.ToString(), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
