using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Jobs;
using static MySpinBot.Server.Tests.Jobs.ScriptedWorker;

namespace MySpinBot.Server.Tests.Jobs;

public sealed class News_of_jobs
{
    [Fact]
    public async Task Any_reader_gets_every_event_once_and_in_order_from_wherever_he_begins_and_then_it_ends()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        const int Events = 3000;
        var readers = Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            var numbers = new List<long>();
            await foreach (var news in office.Desk.Feeds.Watch(id, i, TestContext.Current.CancellationToken))
            {
                if (news is StoredNews stored)
                {
                    numbers.Add(stored.Number);
                    if (i % 4 == 0 && numbers.Count % 50 == 0)
                    {
                        await Task.Delay(1);
                    }
                }
            }

            return (After: i, Numbers: numbers);
        })).ToList();
        for (var i = 0; i < Events; i += 3)
        {
            office.Worker.Tell(id, Finished($"{i}"), Finished($"{i + 1}"), Finished($"{i + 2}"));
            office.Worker.Progress(id, $"{i}", i);
        }

        office.Worker.End(id);
        foreach (var (after, numbers) in await Task.WhenAll(readers).WaitAsync(Office.Patience))
        {
            numbers.ShouldBe(Enumerable.Range(after + 1, Events + 3 - after).Select(number => (long)number));
        }

        (await NumbersAsync(office, id, 0)).Count.ShouldBe(Events + 3);
        (await NumbersAsync(office, id, Events + 3)).ShouldBeEmpty();
        (await NumbersAsync(office, id, Events + 300)).ShouldBeEmpty();
        await office.RestartAsync();
        (await NumbersAsync(office, id, 1000)).ShouldBe(Enumerable.Range(1001, Events + 3 - 1000).Select(number => (long)number));
    }

    [Fact]
    public async Task Events_that_do_not_fit_in_memory_are_read_from_disk()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        var text = new string('x', 10_000);
        for (var i = 0; i < 500; i++)
        {
            office.Worker.Tell(id, new NodeBlocked($"{i}", text));
        }

        office.Worker.End(id);
        await office.WhenAsync(id, JobState.Succeeded);
        (await NumbersAsync(office, id, 0)).ShouldBe(Enumerable.Range(1, 503).Select(number => (long)number));
    }

    [Fact]
    public async Task Who_reads_slowly_misses_only_what_has_been_overtaken()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        await using var reader = office.Desk.Feeds.Watch(id, 0, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        (await reader.MoveNextAsync()).ShouldBeTrue();
        for (var i = 1; i <= 1000; i++)
        {
            office.Worker.Progress(id, "1", i);
        }

        office.Worker.Listener.JobPassed(new JobPassed(id, "1"), JsonSerializer.SerializeToUtf8Bytes<RunEvent>(new NodeLogged("1", "info", "Hello."), MessageJson.Options));
        var passing = new List<string>();
        while (!passing.Exists(json => json.Contains("Hello.", StringComparison.Ordinal)) && await reader.MoveNextAsync().AsTask().WaitAsync(Office.Patience))
        {
            if (reader.Current is PassingNews news)
            {
                passing.Add(System.Text.Encoding.UTF8.GetString(news.Json.Span));
            }
        }

        passing.Count.ShouldBeLessThan(20);
        passing[^2].ShouldContain("1000");
    }

    [Fact]
    public async Task Progress_is_told_behind_the_events_that_came_before_it()
    {
        await using var office = new Office();
        var heard = new List<string>();
        using var listening = office.Desk.Feeds.Listen((job, news) =>
        {
            lock (heard)
            {
                heard.AddRange(news.Select(one => one switch
                {
                    StoredNews stored => JsonDocument.Parse(stored.Json).RootElement.GetProperty("event").GetString()!,
                    PassingNews => "progress",
                    _ => "?",
                }));
            }
        });
        var id = await office.SubmitAsync();
        office.Worker.Tell(id, new NodeStarted("1", "Toy", "Toy", 1, RunReason.NotKnown));
        office.Worker.Progress(id, "1", 1);
        office.Worker.Progress(id, "1", 2);
        // What is passing is not told of a job that has ended meanwhile.
        await Office.UntilAsync(() => Heard("progress"));
        office.Worker.End(id, events: Finished("1"));
        await office.WhenAsync(id, JobState.Succeeded);
        await Office.UntilAsync(() => office.Desk.Running.IsEmpty);
        await Office.UntilAsync(() => Heard("job_finished"));

        heard.Where(told => told != "progress").ShouldBe(["job_queued", "job_began", "node_started", "node_finished", "job_finished"]);
        heard.IndexOf("progress").ShouldBeGreaterThan(heard.IndexOf("node_started"));

        bool Heard(string what)
        {
            lock (heard)
            {
                return heard.Contains(what);
            }
        }
    }

    [Fact]
    public async Task Nothing_is_told_of_a_job_that_there_is_not_and_the_news_of_one_that_is_forgotten_end()
    {
        await using var office = new Office(ready: false);
        (await NumbersAsync(office, Guid.NewGuid(), 0)).ShouldBeEmpty();

        var id = await office.SubmitAsync();
        var reading = NumbersAsync(office, id, 0);
        await office.Desk.CancelAsync(id, "No.");
        (await reading.WaitAsync(Office.Patience)).ShouldBe([1, 2]);
        (await office.Desk.ForgetAsync(id)).ShouldBeTrue();
        (await NumbersAsync(office, id, 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_goes_away_or_fails_costs_nobody_anything()
    {
        await using var office = new Office();
        using var broken = office.Desk.Feeds.Listen((_, _) => throw new InvalidOperationException("broken"));
        var id = await office.SubmitAsync();
        using (var gone = new CancellationTokenSource())
        {
            var reading = Task.Run(async () => await NumbersAsync(office, id, 0, gone.Token));
            await gone.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => reading);
        }

        office.Worker.End(id);
        await office.WhenAsync(id, JobState.Succeeded);
        office.Reports.ShouldContain(sentence => sentence.Contains("listener", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Previews_are_found_by_number_while_they_are_kept()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        for (var i = 0; i < 300; i++)
        {
            office.Worker.Listener.JobPreviewed(new JobPreviewed(id, "1"), new byte[] { (byte)i });
        }

        office.Desk.Feeds.Preview(1).ShouldBeNull();
        office.Desk.Feeds.Preview(301).ShouldBeNull();
        office.Desk.Feeds.Preview(0).ShouldBeNull();
        office.Desk.Feeds.Preview(300)!.Jpeg.ToArray().ShouldBe([43]);
        office.Desk.Feeds.Preview(200)!.Jpeg.ToArray().ShouldBe([199]);
    }

    private static async Task<List<long>> NumbersAsync(Office office, Guid id, long after, CancellationToken cancellation = default)
    {
        var numbers = new List<long>();
        await foreach (var news in office.Desk.Feeds.Watch(id, after, cancellation))
        {
            if (news is StoredNews stored)
            {
                numbers.Add(stored.Number);
            }
        }

        return numbers;
    }
}
