namespace MySpinBot.Server.Tests.Workers;

public sealed class Workers_that_live_but_do_not_work_are_ended
{
    [Fact]
    public async Task One_that_does_not_answer()
    {
        await using var watched = new Watched(Soon, "2-9/obey", "ready");

        await watched.UntilReady(2);

        watched.Heard.ShouldStartWith("ready\nlost: did not answer for 2 s\nready");
        watched.Losses[0].IsAccident.ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_is_stopped_by_the_system()
    {
        await using var watched = new Watched(Soon, "obey", "ready", "1/stop");

        await watched.UntilReady(2);

        watched.Heard.ShouldStartWith("ready\nlost: did not answer for 2 s\nready");
        Watched.IsAlive(watched.Lives[0]).ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_is_never_ready()
    {
        await using var watched = new Watched(prepared => prepared.Patience = prepared.Patience with { Start = TimeSpan.FromSeconds(3) }, "obey", "2/ready");

        await watched.UntilReady();

        watched.Watch.State.LastLoss.ShouldBe("was not ready within 3 s");
    }

    [Theory]
    [InlineData("print:Hello, I am a library that likes to print.")]
    [InlineData("print:\u0001\u0000\u0000\u0000")]
    public async Task One_that_says_what_nobody_understands(string noise)
    {
        await using var watched = new Watched("obey", "ready", $"1/{noise.Replace("\u0000", "")}", "1/print:#########");

        await watched.UntilReady(2);

        watched.Losses.ShouldHaveSingleItem().Sentence.ShouldStartWith("wrote something to its output that is no message (");
        watched.Losses[0].IsAccident.ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_closes_its_output_and_stays()
    {
        await using var watched = new Watched(prepared => prepared.Patience = prepared.Patience with { Stop = TimeSpan.FromSeconds(0.3) }, "obey", "ready", "1/close");

        await watched.UntilReady(2);

        watched.Losses.ShouldHaveSingleItem().Sentence.ShouldBe("closed its output without ending");
    }

    [Fact]
    public async Task But_none_whose_listener_is_slow()
    {
        await using var watched = new Watched(
            prepared =>
            {
                Soon(prepared);
                prepared.OnTold = _ => Thread.Sleep(50);
            },
            "obey", "ready", "tell:60", "tell:1");

        await watched.Until(() => watched.Told.Count == 61);
        await watched.Until(() => watched.Watch.IsReady);

        watched.Losses.ShouldBeEmpty();
    }

    [Fact]
    public async Task And_one_that_says_what_the_server_cannot_take_in_does_not_end_the_server()
    {
        await using var watched = new Watched(prepared => prepared.OnTold = told => throw new InvalidOperationException("A bug."), "obey", "ready", "1/tell:1");

        await watched.UntilReady(2);

        watched.Losses.ShouldHaveSingleItem().Sentence.ShouldStartWith("said something that the server could not take in (System.InvalidOperationException: A bug.");
    }

    private static void Soon(Watched watched) => watched.Patience = watched.Patience with { Answer = TimeSpan.FromSeconds(2) };
}
