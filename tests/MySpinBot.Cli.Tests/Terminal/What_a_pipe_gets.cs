using System.Text.Json;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Tests.Terminal;

public sealed class What_a_pipe_gets
{
    [Fact]
    public async Task Plain_lines_without_control_characters_and_failures_on_the_error_stream()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        await using var screen = new PlainScreen(output, error, TimeProvider.System);

        screen.On(new NodeStarted("a", "Speak", "Vo\u001b[2Jice", 1, RunReason.NotKnown));
        screen.On(new ProgressReported("a", 0, 1, 2, "half"));
        screen.On(new NodeFailed("a", "Speak", 0, "No voice 'xx': use en-us."));
        await screen.CloseAsync(new RunSummary(RunOutcome.Failed, 0, 0, 1, 2, 0.5, []), "/tmp/out");

        error.ToString().ShouldBe("FAILED   Vo [2Jice (a): No voice 'xx': use en-us.\nFailed after 0.5 s: 0 ran, 0 reused, 1 failed, 2 skipped.\n");
        output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_nodes_fault_names_none()
    {
        var error = new StringWriter();
        await using var screen = new PlainScreen(TextWriter.Null, error, TimeProvider.System);

        screen.On(new NodeFailed("", "", 0, "Models are to run on 'cuda', which this machine does not have."));

        error.ToString().ShouldBe("FAILED   Models are to run on 'cuda', which this machine does not have.\n");
    }

    [Fact]
    public async Task Progress_is_said_at_a_sane_rate()
    {
        var (output, time) = (new StringWriter(), new SteppedTime());
        await using var screen = new PlainScreen(output, TextWriter.Null, time);

        screen.On(new NodeStarted("a", "Speak", "Voice", 1, RunReason.NotKnown));
        for (var step = 1; step <= 100; step++)
        {
            time.Step(TimeSpan.FromSeconds(0.1));
            screen.On(new ProgressReported("a", 0, step, 100, "frames"));
        }

        output.ToString().ShouldBe("         Voice (a): 50 %, frames\n         Voice (a): 100 %, frames\n");
    }

    [Fact]
    public async Task What_steps_write_comes_in_whole_lines_with_the_writers_named()
    {
        var output = new StringWriter();
        await using var screen = new PlainScreen(output, TextWriter.Null, TimeProvider.System);

        screen.On(new NodeStarted("a", "Tell", "Story", 1, RunReason.NotKnown));
        screen.On(new NodeStarted("b", "Tell", "Other", 2, RunReason.NotKnown));
        screen.On(new TextStreamed("a", 0, 0, "Once"));
        screen.On(new TextStreamed("a", 0, 4, " upon\r\na ti"));
        screen.On(new TextStreamed("b", 1, 0, "Mean\u001b[2Jwhile\n"));
        screen.On(new TextStreamed("a", 0, 15, "me"));
        screen.On(new NodeFinished("a", "Tell", 1, null));
        screen.On(new TextStreamed("b", 1, 0, "Again " + string.Concat(Enumerable.Repeat("and again ", 50))));
        screen.On(new NodeFailed("b", "Tell", 1, "It did not end."));

        output.ToString().ShouldBe($"""
            writes   Story (a)
                     Once upon
            writes   Other (b), call 2
                     Mean [2Jwhile
            writes   Story (a)
                     a time
            ran      Story (a), 1.0 s
            writes   Other (b), call 2
                     Again {string.Concat(Enumerable.Repeat("and again ", 39))}and
                     again {string.Concat(Enumerable.Repeat("and again ", 10))}

            """);
    }

    [Fact]
    public async Task For_programs_each_line_is_one_event()
    {
        var output = new StringWriter();
        await using var screen = new JsonScreen(output);

        screen.On(new RunStarted(2, DateTimeOffset.UnixEpoch));
        screen.On(new NodeLogged("a", "info", "two\nlines"));

        var lines = output.ToString().TrimEnd('\n').Split('\n');
        lines.Select(line => JsonElement.Parse(line).GetProperty("event").GetString()).ShouldBe(["run_started", "log"]);
        JsonSerializer.Deserialize<RunEvent>(lines[1], MessageJson.Options).ShouldBe(new NodeLogged("a", "info", "two\nlines"));
    }

    private sealed class SteppedTime : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public void Step(TimeSpan by) => _now += by;
    }
}
