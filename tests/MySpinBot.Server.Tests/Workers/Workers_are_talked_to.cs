using System.Diagnostics;
using System.Text;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Tests.Workers;

public sealed class Workers_are_talked_to
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Commands_arrive_with_their_bytes_and_in_order()
    {
        await using var watched = new Watched("obey", "ready");
        await watched.UntilReady();

        for (var i = 0; i < 1000; i++)
        {
            watched.Watch.TrySend(new StartJob(Guid.NewGuid(), JobTerms.Plain, []), Encoding.UTF8.GetBytes($"{i}")).ShouldBeTrue();
        }

        await watched.Until(() => watched.Told.Count == 1000);
        watched.Told.Select(told => Encoding.UTF8.GetString(told)).ShouldBe(Enumerable.Range(0, 1000).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Nothing_is_taken_while_no_worker_is_ready()
    {
        await using var watched = new Watched("obey", "await:{go}", "ready");
        watched.Watch.TrySend(new FreeMemory(true, true)).ShouldBeFalse();
        (await watched.Watch.CheckAsync("{ }"u8.ToArray(), JobTerms.Plain, Long, TestContext.Current.CancellationToken)).ShouldBeNull();

        watched.Release();
        await watched.UntilReady();

        watched.Watch.TrySend(new FreeMemory(true, true)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_graph_is_checked_and_no_answer_is_waited_for_longer_than_the_caller_wants()
    {
        await using var watched = new Watched("obey", "ready");
        await watched.UntilReady();

        var answers = await Task.WhenAll(Enumerable.Range(100, 50).Select(i => watched.Watch.CheckAsync(Encoding.UTF8.GetBytes($"{i}"), JobTerms.Plain, Long, TestContext.Current.CancellationToken)));
        answers.Select(answer => answer!.Single().Sentence).ShouldBe(Enumerable.Range(100, 50).Select(i => $"{i}"));

        // Two bytes are not answered.
        (await watched.Watch.CheckAsync("{}"u8.ToArray(), JobTerms.Plain, TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken)).ShouldBeNull();
        using var impatient = new CancellationTokenSource();
        var asked = watched.Watch.CheckAsync("{}"u8.ToArray(), JobTerms.Plain, Long, impatient.Token);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked);
    }

    [Fact]
    public async Task Whoever_waits_for_a_worker_that_dies_is_told_at_once()
    {
        await using var watched = new Watched("obey", "ready", "1/await:{go}", "1/kill");
        await watched.UntilReady();
        var asked = watched.Watch.CheckAsync("{}"u8.ToArray(), JobTerms.Plain, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);

        watched.Release();

        (await asked.WaitAsync(Long, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_waits_for_a_worker_that_does_not_read_and_one_that_leaves_too_much_lying_is_lost()
    {
        await using var watched = new Watched("2-9/obey", "ready");
        await watched.UntilReady();
        var graph = new byte[32 << 20];
        var clock = Stopwatch.StartNew();

        var taken = 0;
        while (taken < 100 && watched.Watch.TrySend(new StartJob(Guid.NewGuid(), JobTerms.Plain, []), graph))
        {
            taken++;
        }

        taken.ShouldBeInRange(14, 18);
        clock.Elapsed.ShouldBeLessThan(Long);
        await watched.UntilReady(2);
        watched.Losses.ShouldHaveSingleItem().Sentence.ShouldBe("did not take what it was told (512 MiB waited)");
    }

    [Fact]
    public async Task Questions_do_not_end_a_worker_that_is_slow_to_read()
    {
        await using var watched = new Watched("await:{go}", "obey", "ready");
        watched.Release();
        await watched.UntilReady();
        var answers = Enumerable.Range(0, 20).Select(_ => watched.Watch.CheckAsync(new byte[8 << 20], JobTerms.Plain, TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken)).ToList();

        (await Task.WhenAll(answers)).ShouldAllBe(answer => answer == null || answer.Count == 1);
        watched.Losses.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_flood_is_heard_whole_and_quickly()
    {
        await using var watched = new Watched("obey", "ready", "await:{go}", "flood:200000", "preview:20000000", "tell:1");
        await watched.UntilReady();
        watched.Release();
        var clock = Stopwatch.StartNew();

        await watched.Until(() => watched.Told.Count == 1);

        watched.Passed.ShouldBe(200_000);
        watched.Previewed.ShouldBe(20_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{200_000 / clock.Elapsed.TotalSeconds:n0} frames/s");
    }

    [Fact]
    public async Task What_is_written_to_standard_error_is_told_line_by_line_and_a_flood_of_it_is_not()
    {
        await using var watched = new Watched("obey", $"1/err:{new string('x', 9000)}", "1/errs:5000", "1/exit:1", "ready");
        await watched.UntilReady();

        watched.Logs.ShouldContain("info: line 0");
        watched.Logs.ShouldAllBe(line => line.Length < 4200);
        watched.Logs.Count.ShouldBeLessThan(2000);
        watched.Logs.Sum(line => line.EndsWith("more lines.", StringComparison.Ordinal) ? int.Parse(line.Split(' ')[^3]) : 1).ShouldBe(5002, "Lines that are not told are counted; the last one tells of the loss.");
    }

    [Fact]
    public async Task Its_catalog_is_noted_before_it_is_ready()
    {
        await using var watched = new Watched("obey", "catalog:blur", "ready");

        (await watched.Catalogs.WhenKnownAsync(TestContext.Current.CancellationToken)).Catalog.Find("blur").ShouldNotBeNull();
        await watched.UntilReady();
    }
}
