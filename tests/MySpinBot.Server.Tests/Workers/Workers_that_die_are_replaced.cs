using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Tests.Workers;

public sealed class Workers_that_die_are_replaced
{
    [Theory]
    [InlineData("segfault", "was killed by signal 11 (SIGSEGV: a plugin's native code touched memory that is not its own)")]
    [InlineData("kill", "was killed by signal 9 (SIGKILL: by somebody, or by the system for want of memory)")]
    [InlineData("abort", "was killed by signal 6 (SIGABRT: native code or the runtime gave up; what it wrote before stands in the log)")]
    [InlineData("exit:3", "ended with code 3")]
    [InlineData("exit:0", "ended with code 0")]
    public async Task However_it_died_that_is_said_and_the_next_one_takes_jobs(string death, string sentence)
    {
        await using var watched = new Watched("obey", "ready", $"1/{death}");

        await watched.UntilReady(2);

        watched.Heard.ShouldBe($"ready\nlost: {sentence}\nready");
        watched.Losses[0].IsAccident.ShouldBeTrue();
        watched.Watch.IsReady.ShouldBeTrue();
        watched.Watch.State.ShouldBe(watched.Watch.State with { Phase = "ready", ProcessId = watched.Lives[1], Losses = 1, LastLoss = sentence });
        watched.Deaths.ShouldBe([$"The worker {sentence}. Another one is started now."]);
    }

    [Fact]
    public async Task Everything_that_it_said_is_heard_before_its_loss_and_the_calls_that_it_was_in_are_known()
    {
        await using var watched = new Watched("obey", "ready", "1/in:{calls}", "1/tell:500", "1/half", "1/kill");

        await watched.UntilReady(2);

        watched.Heard.ShouldBe($"ready\n{string.Concat(Enumerable.Repeat("told\n", 499))}ended\n{watched.Heard[watched.Heard.IndexOf("lost", StringComparison.Ordinal)..]}");
        watched.Told.Select((told, i) => System.Text.Encoding.UTF8.GetString(told) == $"{{\"n\":{i}}}").ShouldAllBe(right => right);
        watched.Losses.ShouldHaveSingleItem().Calls.ShouldBe([(Guid.Empty, "blur", 2)]);
        await watched.Until(() => RunningCalls.Read(File.ReadAllBytes(watched.Options.Worker.RunningCallsFile)).IsEmpty);
    }

    [Fact]
    public async Task It_is_replaced_at_once_when_somebody_wants_that_and_nothing_is_suspected()
    {
        await using var watched = new Watched("obey", "ready");
        await watched.UntilReady();

        watched.Watch.Replace("the step 'blur' would not stop");
        await watched.UntilReady(2);

        watched.Losses.ShouldHaveSingleItem().IsAccident.ShouldBeFalse();
        watched.Heard.ShouldBe("ready\nlost: was replaced: the step 'blur' would not stop\nready");
        watched.Watch.State.Losses.ShouldBe(0);
    }

    [Fact]
    public async Task What_it_started_ends_with_it()
    {
        await using var watched = new Watched("obey", "1/child:{child}", "ready", "1/kill");

        await watched.UntilReady(2);

        Watched.IsAlive(watched.Child).ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_dies_again_and_again_is_waited_for_longer_and_longer()
    {
        await using var watched = new Watched("obey", "1-3/exit:1", "ready");

        await watched.UntilReady();

        watched.Heard.ShouldBe("ready", "Nobody hears of the loss of a worker that was never ready.");
        watched.Watch.State.Losses.ShouldBe(3);
        watched.Deaths.Select(report => report.Split(". ")[1]).ShouldBe(["Another one is started now.", "Another one is started in 0.5 s.", "Another one is started in 1 s."]);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named_and_tried_again_without_haste()
    {
        await using var watched = new Watched(prepared => prepared.Program = "/nowhere/myspinbot");

        await watched.Until(() => watched.Watch.State.Losses >= 2);

        watched.Watch.State.LastLoss!.ShouldStartWith("cannot be started (");
        watched.Watch.State.LastLoss!.ShouldContain("/nowhere/myspinbot");
        watched.Watch.State.Losses.ShouldBeLessThan(6);
    }

    [Fact]
    public async Task Why_it_did_not_come_up_is_said_in_its_own_words()
    {
        await using var watched = new Watched("1/err:The folder cannot be read.", "1/exit:2", "obey", "ready");

        await watched.UntilReady();

        watched.Watch.State.LastLoss.ShouldBe("ended with code 2 before it was ready; the last it said was: The folder cannot be read.");
        watched.Logs.ShouldContain("info: The folder cannot be read.");
    }
}
