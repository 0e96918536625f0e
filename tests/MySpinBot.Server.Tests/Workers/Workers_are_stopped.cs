using System.Diagnostics;

namespace MySpinBot.Server.Tests.Workers;

public sealed class Workers_are_stopped
{
    [Fact]
    public async Task One_that_listens_ends_by_itself_and_its_loss_is_no_accident()
    {
        var watched = new Watched("obey", "child:{child}", "ready");
        await watched.UntilReady();
        var child = watched.Child;

        await watched.DisposeAsync();

        watched.Losses.ShouldHaveSingleItem().IsAccident.ShouldBeFalse();
        watched.Heard.ShouldBe("ready\nlost: was stopped with the server");
        watched.Watch.State.Phase.ShouldBe("stopped");
        watched.Watch.IsReady.ShouldBeFalse();
        Watched.IsAlive(child).ShouldBeFalse();
    }

    [Theory]
    [InlineData("ready")]
    [InlineData("err:not ready")]
    public async Task One_that_does_not_is_ended_after_a_while_with_all_that_it_started(string start)
    {
        var watched = new Watched(prepared => prepared.Patience = prepared.Patience with { Stop = TimeSpan.FromSeconds(0.3) }, "obey:but stop", "child:{child}", start, "err:there");
        await watched.Until(() => watched.Logs.Contains("info: there"));
        var (worker, child) = (watched.Lives[0], watched.Child);

        await watched.DisposeAsync();

        watched.Watch.State.Phase.ShouldBe("stopped");
        Watched.IsAlive(worker).ShouldBeFalse();
        Watched.IsAlive(child).ShouldBeFalse();
    }

    [Fact]
    public async Task No_worker_is_started_any_more_while_one_is_waited_for()
    {
        var watched = new Watched("exit:1");
        await watched.Until(() => watched.Watch.State.Losses >= 4);
        var clock = Stopwatch.StartNew();

        await watched.DisposeAsync();

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        watched.Watch.State.Phase.ShouldBe("stopped");
    }

    [Fact]
    public async Task A_watch_that_never_began_has_nothing_to_stop()
    {
        await using var watched = new Watched("obey", "ready");
        await new Server.Workers.WorkerWatch(watched.Options, watched.Catalogs).DisposeAsync();
        Should.Throw<InvalidOperationException>(() => watched.Watch.Begin(watched));
    }
}
