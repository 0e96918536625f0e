using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Tests.Terminal;

public sealed class What_a_person_sees
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bars_while_it_runs_and_a_summary_at_the_end(bool inColor)
    {
        var output = new StringWriter();
        await using var screen = new LiveScreen(LiveScreen.ConsoleOn(output, inColor), TimeProvider.System);

        screen.On(new RunStarted(1, DateTimeOffset.UnixEpoch));
        screen.On(new NodeStarted("a", "Speak", "[Voice]", 1, RunReason.NotKnown));
        screen.On(new ProgressReported("a", 0, 1, 2, "half"));
        await Until(() => output.ToString().Contains("50 %", StringComparison.Ordinal));
        screen.On(new NodeFinished("a", "Speak", 0.5, null));
        await screen.CloseAsync(new RunSummary(RunOutcome.Succeeded, 1, 0, 0, 0, 0.5, []), "/tmp/out");

        var text = output.ToString();
        text.ShouldContain("[Voice] (a)");
        text.ShouldContain("ran      [Voice] (a), 0.5 s");
        text.ShouldContain("Done in 0.5 s: 1 ran, 0 reused.");
        text.Contains("\u001b[3", StringComparison.Ordinal).ShouldBe(inColor);
    }

    [Fact]
    public async Task The_line_that_is_being_written_stands_below_its_bar_and_above_once_it_is_whole()
    {
        var output = new StringWriter();
        await using var screen = new LiveScreen(LiveScreen.ConsoleOn(output, inColor: false), TimeProvider.System);

        screen.On(new RunStarted(1, DateTimeOffset.UnixEpoch));
        screen.On(new NodeStarted("a", "Tell", "Story", 1, RunReason.NotKnown));
        screen.On(new TextStreamed("a", 0, 0, "Once [upon"));
        await Until(() => output.ToString().Contains("         Once [upon", StringComparison.Ordinal));
        screen.On(new TextStreamed("a", 0, 10, "] a time"));
        screen.On(new NodeFinished("a", "Tell", 0.5, null));
        await screen.CloseAsync(new RunSummary(RunOutcome.Succeeded, 1, 0, 0, 0, 0.5, []), "/tmp/out");

        var text = output.ToString();
        text.ShouldContain("writes   Story (a)");
        text.IndexOf("         Once [upon] a time", StringComparison.Ordinal).ShouldBeInRange(0, text.IndexOf("ran      Story (a), 0.5 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_end_of_a_bar_is_left_behind_a_line_that_stands()
    {
        var output = new StringWriter();
        await using var screen = new LiveScreen(LiveScreen.ConsoleOn(output, inColor: false), TimeProvider.System);

        screen.On(new RunStarted(1, DateTimeOffset.UnixEpoch));
        screen.On(new NodeStarted("a", "Speak", "Voice", 1, RunReason.NotKnown));
        await Until(() => output.ToString().Contains("░░", StringComparison.Ordinal));
        screen.On(new NodeFinished("a", "Speak", 0.5, null));
        screen.Warn("The disk is nearly full.");
        await Until(() => output.ToString().Contains("nearly full", StringComparison.Ordinal));

        output.ToString().ShouldContain("\u001b[0Jran      Voice (a), 0.5 s");
        output.ToString().ShouldContain("\u001b[0JWarning: The disk is nearly full.");
    }

    [Fact]
    public async Task No_line_that_stands_is_written_over()
    {
        var output = new StringWriter();
        await using var screen = new LiveScreen(LiveScreen.ConsoleOn(output, inColor: false), TimeProvider.System);

        screen.On(new RunStarted(2, DateTimeOffset.UnixEpoch));
        screen.On(new NodeReused("a", "Speak", ReuseReason.SameRecipe, null));
        screen.On(new NodeReused("b", "Speak", ReuseReason.SameRecipe, null));
        await Until(() => output.ToString().Contains("(b)", StringComparison.Ordinal));

        // "Up by 0" is up by 1 in most terminals.
        output.ToString().ShouldNotContain("\u001b[0A");
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
