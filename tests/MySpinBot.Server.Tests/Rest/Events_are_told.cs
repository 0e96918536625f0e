using System.Net;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class Events_are_told
{
    private static readonly string[] Whole = ["1 job_queued", "2 job_began", "3 run_started", "4 node_started", "5 node_finished", "6 run_finished", "7 job_finished"];

    [Fact]
    public async Task From_the_first_to_the_last_and_then_the_stream_ends()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        var id = await server.SubmitAsync();
        using var answer = await server.GetAsync($"/api/v1/jobs/{id}/events");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var read = ReadAsync(answer);
        await server.UntilAsync(id, "running");
        server.Worker.Finish(id);

        (await read).ShouldBe(Whole);
    }

    [Fact]
    public async Task From_where_a_reader_was()
    {
        await using var server = await StartAsync();
        var id = await server.SubmitAsync();
        await server.UntilAsync(id, "succeeded");

        (await ReadAsync(await server.GetAsync($"/api/v1/jobs/{id}/events", ("Last-Event-ID", "4")))).ShouldBe(Whole[4..]);
        (await ReadAsync(await server.GetAsync($"/api/v1/jobs/{id}/events?after=5", ("Last-Event-ID", "2")))).ShouldBe(Whole[5..]);
        using var end = await server.GetAsync($"/api/v1/jobs/{id}/events", ("Last-Event-ID", "7"));
        end.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/events", ("Last-Event-ID", "x")), HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("bad_parameters");
    }

    [Fact]
    public async Task As_pages_for_those_who_take_JSON()
    {
        await using var server = await StartAsync();
        var id = await server.SubmitAsync();
        await server.UntilAsync(id, "succeeded");

        var (told, next) = (new List<string>(), $"/api/v1/jobs/{id}/events?limit=3");
        while (next is not null)
        {
            var page = await JsonAsync(server.GetAsync(next, ("Accept", "application/json")));
            page.GetProperty("last_event").GetInt64().ShouldBe(7);
            told.AddRange(page.GetProperty("events").EnumerateArray().Select(one => $"{one.GetProperty("number")} {one.GetProperty("type")}"));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        told.ShouldBe(Whole);
    }

    [Fact]
    public async Task What_passes_has_no_number_and_pictures_have_an_address()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        var id = await server.SubmitAsync();
        await server.UntilAsync(id, "running");
        using var answer = await server.GetAsync($"/api/v1/jobs/{id}/events?after=2");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        server.Worker.Progress(id, 4);
        server.Worker.Preview(id);
        var lines = new List<string>();
        string? url = null;
        while (url is null || !lines.Contains("event: progress"))
        {
            var line = (await reader.ReadLineAsync(TestContext.Current.CancellationToken))!;
            lines.Add(line);
            if (line.Contains("\"url\"", StringComparison.Ordinal))
            {
                lines[^2].ShouldBe("event: preview");
                url = System.Text.Json.JsonElement.Parse(line["data: ".Length..]).GetProperty("url").GetString();
            }
        }

        lines[0].ShouldBe("retry: 1000");
        using var picture = await server.GetAsync(url);
        (await picture.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe([0xFF, 0xD8, 0xFF]);
        using var others = await server.GetAsync(url, ("X-Owner", "other"));
        others.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        server.Worker.Finish(id);
    }

    [Fact]
    public async Task What_calls_write_comes_as_it_is_written_and_whole_to_who_comes_again()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        var id = await server.SubmitAsync();
        await server.UntilAsync(id, "running");
        server.Worker.Write(id, 0, "Once\nupon ");
        (await FirstTextAsync("Once\nupon ")).GetProperty("offset").GetInt64().ShouldBe(0);
        server.Worker.Write(id, 10, "a \"time\"");
        (await FirstTextAsync("Once\nupon a \"time\"")).GetProperty("call").GetInt32().ShouldBe(0);
        server.Worker.Finish(id);

        async Task<System.Text.Json.JsonElement> FirstTextAsync(string expected)
        {
            // Pieces come when they come: asked until the first one has all of it.
            while (true)
            {
                using var answer = await server.GetAsync($"/api/v1/jobs/{id}/events?after=2");
                using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
                while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) != "event: text")
                {
                }

                var told = System.Text.Json.JsonElement.Parse((await reader.ReadLineAsync(TestContext.Current.CancellationToken))!["data: ".Length..]);
                (told.GetProperty("event").GetString(), told.GetProperty("node_id").GetString()).ShouldBe(("text", "show"));
                if (told.GetProperty("text").GetString() == expected)
                {
                    return told;
                }
            }
        }
    }

    [Fact]
    public async Task To_no_more_readers_than_there_are_places()
    {
        await using var server = await StartAsync(new ServerLimits { Streams = 1 });
        server.Worker.Holds = true;
        var id = await server.SubmitAsync();
        using (await server.GetAsync($"/api/v1/jobs/{id}/events"))
        {
            using var second = await server.GetAsync($"/api/v1/jobs/{id}/events");
            second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            second.Headers.RetryAfter.ShouldNotBeNull();
        }

        HttpStatusCode again;
        do
        {
            using var third = await server.GetAsync($"/api/v1/jobs/{id}/events");
            again = third.StatusCode;
        }
        while (again == HttpStatusCode.TooManyRequests); // until the server has noticed that the first one is gone
        again.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_reader_who_never_reads_holds_up_neither_jobs_nor_the_end()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        var id = await server.SubmitAsync();
        await server.UntilAsync(id, "running");
        using var idle = await server.GetAsync($"/api/v1/jobs/{id}/events");
        for (var i = 0; i < 20_000; i++)
        {
            server.Worker.Progress(id, i);
        }

        server.Worker.Finish(id);
        await server.UntilAsync(id, "succeeded");
    }

    private static async Task<List<string>> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        using (var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)))
        {
            var (told, id) = (new List<string>(), "");
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                id = line.StartsWith("id: ", StringComparison.Ordinal) ? line[4..] : line.Length == 0 ? "" : id;
                if (line.StartsWith("event: ", StringComparison.Ordinal) && id.Length > 0)
                {
                    told.Add($"{id} {line[7..]}");
                }
            }

            return told;
        }
    }
}
